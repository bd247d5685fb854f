import type { CheckRun } from '../api-types.d.ts'
import { useWords } from '../common/use-words.ts'

/** When Iter last looked, at how much, and what came of it. */
export const LastRun = ({ last, ended }: { last: CheckRun | null; ended: CheckRun | null }) => {
  const { t, moment, count } = useWords()
  const isRunning = last !== null && last.endedAt === null
  return (
    <div role="status">
      {isRunning && <p className="soft">{t('iter.checks.running')}</p>}
      {ended === null && !isRunning && <p className="soft">{t('iter.checks.never')}</p>}
      {ended?.endedAt != null && ended.error !== null && (
        <p>{t('iter.checks.failed', { at: moment(ended.endedAt), error: ended.error })}</p>
      )}
      {ended?.endedAt != null && ended.error === null && (
        <p className="soft">
          {t('iter.checks.ended', {
            at: moment(ended.endedAt),
            cases: count(ended.cases),
            found: count(ended.found),
            repaired: count(ended.repaired),
          })}
        </p>
      )}
    </div>
  )
}
