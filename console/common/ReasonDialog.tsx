import Button from '@mui/material/Button'
import Dialog from '@mui/material/Dialog'
import DialogActions from '@mui/material/DialogActions'
import DialogContent from '@mui/material/DialogContent'
import DialogTitle from '@mui/material/DialogTitle'
import TextField from '@mui/material/TextField'
import { type ReactNode, useId, useState } from 'react'
import { useTranslate } from 'react-admin'
import { hasWords } from '../../engine/reason.ts'

interface Props {
  title: string
  confirm: string
  danger?: boolean
  isBusy: boolean
  isReady?: boolean
  /** False where no reason is asked. */
  withReason?: boolean
  /** Words that the reason must have. */
  reasonWords?: number
  children?: ReactNode
  onClose: () => void
  onConfirm: (reason: string) => void
}

/** Says what will happen, asks why, and does nothing before it is confirmed. */
export const ReasonDialog = (props: Props) => {
  const {
    title,
    confirm,
    danger = false,
    isBusy,
    isReady = true,
    withReason = true,
    reasonWords = 1,
    children,
    onClose,
    onConfirm,
  } = props
  const t = useTranslate()
  const label = useId()
  const [reason, setReason] = useState('')
  const [isTold, setTold] = useState(false)
  const isMissing = withReason && !hasWords(reason, reasonWords)
  return (
    <Dialog open onClose={isBusy ? undefined : onClose} fullWidth maxWidth="sm" aria-labelledby={label}>
      <form
        noValidate
        onSubmit={event => {
          event.preventDefault()
          setTold(true)
          if (!isMissing && isReady) onConfirm(reason.trim())
        }}
      >
        <DialogTitle id={label}>{title}</DialogTitle>
        <DialogContent className="stack">
          {children}
          {withReason && (
            <TextField
              label={t('iter.act.reason')}
              helperText={
                isTold && isMissing
                  ? t('iter.act.reason_missing', { smart_count: reasonWords })
                  : t('iter.act.reason_help', { smart_count: reasonWords })
              }
              error={isTold && isMissing}
              value={reason}
              onChange={event => setReason(event.target.value)}
              multiline
              minRows={2}
              required
              sx={{ mt: 1 }}
            />
          )}
        </DialogContent>
        <DialogActions sx={{ padding: '8px 24px 20px' }}>
          <Button variant="text" onClick={onClose} disabled={isBusy}>
            {t('ra.action.cancel')}
          </Button>
          <Button type="submit" variant="contained" color={danger ? 'error' : 'primary'} disabled={isBusy || !isReady}>
            {confirm}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
