import Button from '@mui/material/Button'
import Dialog from '@mui/material/Dialog'
import DialogActions from '@mui/material/DialogActions'
import DialogContent from '@mui/material/DialogContent'
import DialogTitle from '@mui/material/DialogTitle'
import { type ReactNode, useId } from 'react'
import { useWords } from './use-words.ts'

interface Props {
  title: string
  size?: 'sm' | 'md'
  onClose: () => void
  children: ReactNode
}

/** Something to read or to keep in order, over the page: what is done in it is done at once, closing does nothing. */
export const SheetDialog = ({ title, size = 'sm', onClose, children }: Props) => {
  const { t } = useWords()
  const label = useId()
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth={size} aria-labelledby={label}>
      <DialogTitle id={label}>{title}</DialogTitle>
      <DialogContent className="stack">{children}</DialogContent>
      <DialogActions>
        <Button variant="contained" onClick={onClose}>
          {t('ra.action.close')}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
