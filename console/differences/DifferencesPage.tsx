import { Link, useSearchParams } from 'react-router-dom'
import { changed } from '../cases/list-address.ts'
import { Empty, Faces } from '../common/faces.tsx'
import { Page } from '../common/Page.tsx'
import { useAsk } from '../common/use-api.ts'
import { useTown } from '../common/use-session.ts'
import { useWords } from '../common/use-words.ts'
import { romeDate } from '../format.ts'
import { daysOf, isMonth, monthName, monthsBefore } from '../payments/months.ts'
import { Toggle } from '../payments/Toggle.tsx'
import { DifferenceTable } from './DifferenceTable.tsx'

const groupings = ['day', 'service', 'town'] as const

/** A month added up by day, service or town: paid less reconciled is what is missing, to the cent. */
export const DifferencesPage = () => {
  const { t, locale } = useWords()
  const [town] = useTown()
  const [address, setAddress] = useSearchParams()
  const today = romeDate(new Date().toISOString())
  const given = address.get('month')
  const month = isMonth(given) ? given : today.slice(0, 7)
  const by = groupings.find(one => one === address.get('by')) ?? 'day'
  const query = new URLSearchParams({ by, ...daysOf(month), ...(town && { municipality: town }) }).toString()
  const asked = useAsk(['payments', 'differences', query], api => api.paymentDifferences(query))
  const months = monthsBefore(today, 14)
  return (
    <Page
      title={t('iter.pay.differences.title')}
      above={<Link to="/payments">{t('iter.pay.title')}</Link>}
      beside={monthName(month, locale)}
    >
      <p className="soft">{t('iter.pay.differences.text')}</p>
      <div className="filters" role="group" aria-label={t('iter.pay.differences.by')}>
        {groupings.map(one => (
          <Toggle
            key={one}
            isOn={by === one}
            onClick={() => setAddress(changed(address, { by: one === 'day' ? undefined : one }))}
          >
            {t(`iter.pay.differences.by_${one}`)}
          </Toggle>
        ))}
        <label className="row small">
          <span className="soft">{t('iter.pay.list.month_paid')}</span>
          <select value={month} onChange={event => setAddress(changed(address, { month: event.target.value }))}>
            {!months.includes(month) && <option value={month}>{monthName(month, locale)}</option>}
            {months.map(one => (
              <option key={one} value={one}>
                {monthName(one, locale)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <div className="panel flat">
        <Faces
          of={asked}
          rows={8}
          isEmpty={({ rows }) => rows.length === 0}
          empty={<Empty title={t('iter.pay.differences.empty')}>{t('iter.pay.differences.empty_text')}</Empty>}
        >
          {data => <DifferenceTable data={data} month={month} />}
        </Faces>
      </div>
    </Page>
  )
}
