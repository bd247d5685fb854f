import type { IncidentGroup } from '../api-types.d.ts'
import { useWords } from '../common/use-words.ts'
import { growthLine } from './growth-line.ts'

const size = { width: 240, height: 40 }
/** A line through fewer says nothing. */
const fewest = 5

/** Whether it still grows, at a glance; the words say how many by when. */
export const Growth = ({ group: { cases, growth } }: { group: IncidentGroup }) => {
  const { t, count, time, moment } = useWords()
  const [since, ...tenths] = growth
  if (cases < fewest || since === undefined) return null
  const line = growthLine(growth, new Date())
    .map(({ x, y }) => `${(x * size.width).toFixed(1)},${(size.height - 1 - y * (size.height - 2)).toFixed(1)}`)
    .join(' ')
  const half = tenths[4]
  const words = [half, tenths.at(-1)]
    .map(
      (at, which) =>
        at && t('iter.incidents.by_then', { count: count(which === 0 ? Math.ceil(cases / 2) : cases), at: time(at) }),
    )
    .filter(Boolean)
    .join(', ')
  return (
    <figure className="growth">
      <svg viewBox={`0 0 ${size.width} ${size.height}`} role="img" aria-label={words} preserveAspectRatio="none">
        <polygon points={`0,${size.height} ${line} ${size.width},${size.height}`} fill="var(--bad-tint)" />
        <polyline points={line} fill="none" stroke="var(--bad)" strokeWidth="1.5" vectorEffect="non-scaling-stroke" />
      </svg>
      <figcaption className="small soft">
        {t('iter.incidents.growth', { since: moment(since), count: count(cases) })}
      </figcaption>
    </figure>
  )
}
