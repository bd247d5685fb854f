import { Link } from 'react-router-dom'
import type { PaymentDifferencesAnswer as Differences, PaymentSum as Sum } from '../api-types.d.ts'
import { useWords, type Words } from '../common/use-words.ts'
import type { DifferenceSums } from '../payments/types.ts'
import { paymentsOf } from './links.ts'

const reached = ['paid', 'reported', 'reconciled'] as const
const missings = ['report', 'credit', 'difference'] as const

/** What came how far, and what is missing: every number of payments leads to them. */
export const DifferenceTable = ({ data, month }: { data: Differences; month: string }) => {
  const words = useWords()
  const { t, text, euro } = words
  return (
    <div className="scroll" tabIndex={-1}>
      <table className="data">
        <caption className="visually-hidden">{t('iter.pay.differences.title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t(`iter.pay.differences.by_${data.by}`)}</th>
            {reached.map(one => (
              <th key={one} scope="col" className="num">
                {t(`iter.pay.differences.${one}`)}
              </th>
            ))}
            {missings.map(one => (
              <th key={one} scope="col" className="num">
                {t(`iter.pay.differences.missing_${one}`)}
              </th>
            ))}
            <th scope="col" className="num">
              {t('iter.pay.differences.difference')}
            </th>
          </tr>
        </thead>
        <tbody>
          {data.rows.map(row => (
            <tr key={row.key}>
              <th scope="row">{text(row.label)}</th>
              <Sums sums={row} words={words} to={one => paymentsOf(data.by, row.key, month, one)} />
              <td className="num">
                <b className={row.differenceCents === 0 ? '' : 'late'}>{euro(row.differenceCents)}</b>
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('iter.pay.report.total')}</th>
            <Sums sums={data.totals} words={words} />
            <td className="num">{euro(data.totals.differenceCents)}</td>
          </tr>
        </tfoot>
      </table>
    </div>
  )
}

const Sums = ({ sums, words, to }: { sums: DifferenceSums; words: Words; to?: (missing: string) => string }) => (
  <>
    {reached.map(one => (
      <td key={one} className="num">
        <Amount sum={sums[one]} words={words} />
      </td>
    ))}
    {missings.map(one => (
      <td key={one} className="num">
        <Amount sum={sums.missing[one]} words={words} to={to?.(one)} />
      </td>
    ))}
  </>
)

const Amount = ({ sum, words: { t, euro }, to }: { sum: Sum; words: Words; to?: string | undefined }) => {
  if (sum.count === 0) return <span className="soft">–</span>
  const payments = t('iter.pay.differences.payments', { smart_count: sum.count })
  return (
    <>
      {euro(sum.cents)}
      <div className="small soft">{to ? <Link to={to}>{payments}</Link> : payments}</div>
    </>
  )
}
