import type { Step } from '../api-types.d.ts'
import { useWords } from '../common/use-words.ts'
import { retrying } from './retrying.ts'

/** While a step is tried again: which attempt, when the next one is, what the last one met. */
export const RetryNote = ({ steps }: { steps: Step[] }) => {
  const { t, moment } = useWords()
  const running = retrying(steps)
  if (running.length === 0) return null
  const sayOf = ({ tries, maxAttempts, nextAttemptAt }: Step) =>
    t('iter.step.attempts', { tries, most: maxAttempts ?? '', at: moment(nextAttemptAt) })
  return (
    <ul className="retry-note small" aria-live="polite">
      {running.map(step => (
        <li key={step.id}>
          <span>
            <b>{step.name}</b>: {sayOf(step)}
            {step.lastError && <span className="soft"> {t('iter.step.last_error', { error: step.lastError })}</span>}
          </span>
        </li>
      ))}
    </ul>
  )
}
