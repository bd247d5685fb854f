import { SheetDialog } from '../common/SheetDialog.tsx'
import { useShortcutsSwitch } from '../common/shortcuts.ts'
import { words } from '../common/words.ts'
import { useWords } from '../common/use-words.ts'
import { taskKeys } from './use-shortcuts.ts'

/** What the keys do, how to switch them off, and what the words mean. */
export const ShortcutSheet = ({ onClose }: { onClose: () => void }) => {
  const { t } = useWords()
  const [isOn, setOn] = useShortcutsSwitch()
  return (
    <SheetDialog title={t('iter.desk.sheet')} onClose={onClose}>
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
    </SheetDialog>
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
