import Button from '@mui/material/Button'
import Dialog from '@mui/material/Dialog'
import DialogActions from '@mui/material/DialogActions'
import DialogContent from '@mui/material/DialogContent'
import DialogTitle from '@mui/material/DialogTitle'
import { useShortcutsSwitch } from '../common/shortcuts.ts'
import { words } from '../common/words.ts'
import { useWords } from '../common/use-words.ts'
import { taskKeys } from './use-shortcuts.ts'

/** What the keys do, how to switch them off, and what the words mean. */
export const ShortcutSheet = ({ onClose }: { onClose: () => void }) => {
  const { t } = useWords()
  const [isOn, setOn] = useShortcutsSwitch()
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="sm" aria-labelledby="shortcut-sheet">
      <DialogTitle id="shortcut-sheet">{t('iter.desk.sheet')}</DialogTitle>
      <DialogContent className="stack">
        <label className="switch">
          <input type="checkbox" role="switch" checked={isOn} onChange={event => setOn(event.target.checked)} />
          {t('iter.desk.shortcuts_switch')}
        </label>
        <dl className="keys">
          {taskKeys.map(key => (
            <div key={key}>
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{t(`iter.desk.key.${names[key]}`)}</dd>
            </div>
          ))}
        </dl>
        <h3>{t('iter.desk.words')}</h3>
        <dl className="definition">
          {words.map(word => (
            <div key={word} style={{ display: 'contents' }}>
              <dt>{t(`iter.words.${word}.name`)}</dt>
              <dd>{t(`iter.words.${word}.text`)}</dd>
            </div>
          ))}
        </dl>
      </DialogContent>
      <DialogActions>
        <Button variant="contained" onClick={onClose}>
          {t('ra.action.close')}
        </Button>
      </DialogActions>
    </Dialog>
  )
}

const names = {
  j: 'next',
  k: 'previous',
  Enter: 'enter',
  c: 'claim',
  r: 'release',
  p: 'hand_over',
  '/': 'search',
  '?': 'help',
} as const satisfies Record<(typeof taskKeys)[number], string>
