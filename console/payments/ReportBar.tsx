import type { ReactNode } from 'react'
import { useWords } from '../common/use-words.ts'
import { addsUp, type Report, segmentsOf, type Segment } from './import-parts.ts'

interface Props {
  report: Report
  /** What stands beside a part in the legend: the way to its movements. */
  link?: (segment: Segment) => ReactNode
}

/** What became of a journal's movements, at a glance; the legend says the same in words and numbers, and that they add up. */
export const ReportBar = ({ report, link }: Props) => {
  const { t, count, euro } = useWords()
  const segments = segmentsOf(report)
  const total = { count: count(report.movements.count), amount: euro(report.movements.cents) }
  return (
    <>
      <div className="parts-bar" aria-hidden="true">
        {segments.map(({ name, count: size }) => (
          <span key={name} className={`part ${name}`} style={{ flexGrow: size }} />
        ))}
      </div>
      <ul className="parts-legend">
        {segments.map(segment => (
          <li key={segment.name}>
            <span className={`part ${segment.name}`} aria-hidden="true" />
            <b>{count(segment.count)}</b> {t(`iter.pay.part.${segment.name}`, { smart_count: segment.count })}
            {segment.flows > 0 && ` (${t('iter.pay.flows_count', { smart_count: segment.flows })})`}
            {link && <> {link(segment)}</>}
          </li>
        ))}
        <li className="parts-total">
          <b>
            {t(addsUp(report) ? 'iter.pay.adds_up' : 'iter.pay.adds_up_not', {
              ...total,
              smart_count: report.movements.count,
            })}
          </b>
        </li>
      </ul>
    </>
  )
}
