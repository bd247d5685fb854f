import Button from '@mui/material/Button'
import { useState } from 'react'
import { Link } from 'react-router-dom'
import { ViewsMenu } from '../cases/views/ViewsMenu.tsx'
import { Empty, Faces } from '../common/faces.tsx'
import { KeysetPager } from '../common/KeysetPager.tsx'
import { Page } from '../common/Page.tsx'
import { useAsk } from '../common/use-api.ts'
import { useMay } from '../common/use-session.ts'
import { useWords } from '../common/use-words.ts'
import { romeDate } from '../format.ts'
import { LastImport, ToRegularise } from './Below.tsx'
import { shortFlow } from './flow-name.ts'
import { countsByDue, paymentsQuery, type PaymentsState, readPayments, viewedPayments } from './list-address.ts'
import { daysOf, monthName } from './months.ts'
import { monthSummary } from './month-summary.ts'
import { PaymentFilters } from './PaymentFilters.tsx'
import { Found, PaymentSearch } from './PaymentSearch.tsx'
import { PaymentTable } from './PaymentTable.tsx'
import { fileOf } from './list-query.ts'
import { useList } from './use-list.ts'

/** By difference: of all that was paid, what is missing and why. Filters, order, page and row stand in the address. */
export const PaymentsPage = () => {
  const { t, locale } = useWords()
  const may = useMay()
  const [q, setQ] = useState('')
  const list = useList({ resource: 'payments', ask: (api, query) => api.paymentList(query), queryOf: paymentsQuery })
  const state = readPayments(list.address)
  const flow = list.asked.data?.items.find(one => one.flow?.id === state.flow)?.flow
  return (
    <Page
      title={t('iter.pay.title')}
      beside={<OfMonth month={state.month} town={list.town} />}
      actions={
        <div className="row">
          <ViewsMenu of={viewedPayments(state)} />
          <Button href={fileOf('/payments.csv', list.query, locale)} download>
            {t('iter.list.export')}
          </Button>
          {may('payments.import') && (
            <Button variant="contained" component={Link} to="/journals">
              {t('iter.pay.list.import')}
            </Button>
          )}
        </div>
      }
    >
      <div className="filters">
        <PaymentSearch q={q} onSearch={setQ} />
        <span className="grow" />
        <Link to="/differences">{t('iter.pay.list.totals')}</Link>
      </div>
      {q ? (
        <Found key={q} q={q} />
      ) : (
        <>
          <PaymentFilters
            state={state}
            counts={list.asked.data?.counts}
            flowName={flow ? shortFlow(flow.flowId) : undefined}
            onChange={list.change}
          />
          <div className="panel flat" aria-busy={list.asked.isPlaceholderData}>
            <Faces
              of={list.asked}
              rows={10}
              isEmpty={({ items }) => items.length === 0}
              empty={<Nothing state={state} all={list.asked.data?.counts.all.count ?? 0} />}
            >
              {({ items }) => (
                <PaymentTable
                  rows={items}
                  current={state.row}
                  {...(!countsByDue(state.shown) && {
                    sort: { field: 'paidAt', order: state.order },
                    onSort: ({ order }) => list.change({ order: order === 'ASC' ? 'asc' : undefined }),
                  })}
                />
              )}
            </Faces>
          </div>
          <KeysetPager next={list.asked.data?.nextCursor ?? null} />
        </>
      )}
      <ToRegularise town={list.town} />
      <LastImport town={list.town} />
    </Page>
  )
}

/** Of one month, by the day it is due and by the day it was paid: a notice of November is paid in December. */
const OfMonth = ({ month, town }: { month: string | null; town: string }) => {
  const words = useWords()
  const shown = month ?? romeDate(new Date().toISOString()).slice(0, 7)
  const query = new URLSearchParams({ ...daysOf(shown), ...(town && { municipality: town }) }).toString()
  const totals = useAsk(['payments', 'totals', query], api => api.paymentTotals(query))
  const days = useAsk(['payments', 'differences', query], api => api.paymentDifferences(`by=town&${query}`))
  if (!totals.data || !days.data) return null
  const sums = { due: totals.data.due, paid: days.data.totals.paid }
  return monthSummary({ period: monthName(shown, words.locale), ...sums }, words)
}

const Nothing = ({ state, all }: { state: PaymentsState; all: number }) => {
  const { t } = useWords()
  const isFiltered = state.service || state.month || state.day || state.flow || state.duplicates
  const words = isFiltered || state.shown !== 'any' ? 'none' : 'nothing_missing'
  const shown = all === 0 && !isFiltered ? 'empty' : words
  return <Empty title={t(`iter.pay.list.${shown}`)}>{t(`iter.pay.list.${shown}_text`)}</Empty>
}
