import type { ListDeadlinesAnswer } from '../api-types.d.ts'
import { useCapped } from '../common/use-capped.ts'
import { useWords } from '../common/use-words.ts'
import { totalsOf } from './totals.ts'

const height = 72

/** How much ends when, at a glance. The table below says the same in numbers. */
export const DeadlineBars = ({ data }: { data: ListDeadlinesAnswer }) => {
  const { t, shortDay } = useWords()
  const capped = useCapped()
  const totals = totalsOf(data)
  const bars = [
    { key: 'late', label: t('iter.deadlines.late'), value: totals.late, fill: 'var(--bad)' },
    ...data.weeks.map((week, index) => ({
      key: week.from,
      label: index === 0 ? t('iter.deadlines.this_week') : shortDay(week.from),
      value: totals.weeks[index] ?? 0,
      fill: index === 0 ? 'var(--warn)' : 'var(--primary)',
    })),
    { key: 'later', label: t('iter.deadlines.later'), value: totals.later, fill: 'var(--edge)' },
  ]
  const most = Math.max(1, ...bars.map(bar => bar.value))
  return (
    <figure className="bars" role="img" aria-label={bars.map(bar => `${bar.label}: ${capped(bar.value)}`).join('; ')}>
      {bars.map(bar => {
        const size = bar.value === 0 ? 0 : Math.max(2, Math.round((bar.value / most) * height))
        return (
          <div key={bar.key} aria-hidden="true">
            <b>{capped(bar.value)}</b>
            <svg viewBox={`0 0 40 ${height}`} preserveAspectRatio="none">
              <rect x="0" y={height - size} width="40" height={size} fill={bar.fill} />
              <rect x="0" y={height - 1} width="40" height="1" fill="var(--edge)" />
            </svg>
            <span className="small soft">{bar.label}</span>
          </div>
        )
      })}
    </figure>
  )
}
