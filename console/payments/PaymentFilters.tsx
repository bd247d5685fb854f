import { useState } from 'react'
import type { ListTownPaymentsAnswer as PaymentList } from '../api-types.d.ts'
import { useSession } from '../common/use-session.ts'
import { useWords } from '../common/use-words.ts'
import { romeDate } from '../format.ts'
import { anyMissing, countsByDue, type PaymentsState, type Shown } from './list-address.ts'
import { monthName, monthsBefore } from './months.ts'
import { Toggle } from './Toggle.tsx'

interface Props {
  state: PaymentsState
  counts: PaymentList['counts'] | undefined
  /** The flow that the list is narrowed to, as people call it. */
  flowName: string | undefined
  onChange: (change: Record<string, string | undefined>) => void
}

/** By difference first: what is missing, each kind with how many. */
export const PaymentFilters = ({ state, counts, flowName, onChange }: Props) => {
  const { t } = useWords()
  const by = counts?.byMissing
  const toggle = (shown: Shown, words: string, count: number | undefined, isWrong = false) => (
    <Toggle
      isOn={state.shown === shown}
      count={count}
      isWrong={isWrong}
      onClick={() => onChange({ missing: shown === 'any' ? undefined : shown })}
    >
      {t(`iter.pay.filter.${words}`)}
    </Toggle>
  )
  return (
    <>
      <div className="filters" role="group" aria-label={t('iter.pay.list.show')}>
        {toggle('any', 'difference', by && anyMissing(by).count)}
        <span className="divider" aria-hidden="true" />
        {toggle('report', 'report', by?.['report']?.count)}
        {toggle('credit', 'credit', by?.['credit']?.count)}
        {toggle('difference', 'differs', by?.['difference']?.count, true)}
        {toggle('receipt', 'receipt', by?.['receipt']?.count)}
        <span className="divider" aria-hidden="true" />
        {toggle('payment', 'payment', by?.['payment']?.count)}
        {toggle('nothing', 'nothing', by?.['nothing']?.count)}
        {toggle('all', 'all', counts?.all.count)}
        <Toggle
          isOn={state.duplicates}
          // What was paid twice may be complete otherwise.
          onClick={() =>
            onChange(state.duplicates ? { duplicates: undefined } : { duplicates: 'true', missing: 'all' })
          }
        >
          {t('iter.pay.filter.duplicates')}
        </Toggle>
      </div>
      <Narrowing state={state} counts={counts} flowName={flowName} onChange={onChange} />
    </>
  )
}

const Narrowing = ({ state, counts, flowName, onChange }: Props) => {
  const { t, text, locale, day } = useWords()
  const [today] = useState(() => romeDate(new Date().toISOString()))
  const session = useSession()
  const townName = session?.municipalities.find(one => one.id === state.municipality)?.name
  const services = counts?.services ?? []
  const months = monthsBefore(today, 14)
  return (
    <div className="filters">
      <label className="row small">
        <span className="soft">
          {t(countsByDue(state.shown) ? 'iter.pay.list.month_due' : 'iter.pay.list.month_paid')}
        </span>
        <select
          value={state.month ?? ''}
          onChange={event => onChange({ month: event.target.value || undefined, day: undefined })}
        >
          <option value="">{t('iter.list.any')}</option>
          {state.month && !months.includes(state.month) && (
            <option value={state.month}>{monthName(state.month, locale)}</option>
          )}
          {months.map(month => (
            <option key={month} value={month}>
              {monthName(month, locale)}
            </option>
          ))}
        </select>
      </label>
      {(services.length > 1 || state.service) && (
        <label className="row small">
          <span className="soft">{t('iter.pay.list.service')}</span>
          <select
            value={state.service ?? ''}
            onChange={event => onChange({ service: event.target.value || undefined })}
          >
            <option value="">{t('iter.list.any')}</option>
            {state.service && !services.some(one => one.value === state.service) && (
              <option value={state.service}>{state.service}</option>
            )}
            {services.map(one => (
              <option key={one.value} value={one.value}>
                {text(one.label)}
                {one.count !== null && ` (${one.count})`}
              </option>
            ))}
          </select>
        </label>
      )}
      {townName && <Narrowed name={townName} onClick={() => onChange({ municipality: undefined })} />}
      {state.day && (
        <Narrowed
          name={t('iter.pay.filter.of_day', { day: day(state.day) })}
          onClick={() => onChange({ day: undefined })}
        />
      )}
      {state.flow && (
        <Narrowed
          name={t('iter.pay.filter.of_flow', { flow: flowName ?? '' })}
          onClick={() => onChange({ flow: undefined })}
        />
      )}
    </div>
  )
}

/** A filter that came with a link: said in words, taken off by a press. */
const Narrowed = ({ name, onClick }: { name: string; onClick: () => void }) => {
  const { t } = useWords()
  return (
    <button type="button" className="toggle on" onClick={onClick}>
      {name} <span aria-hidden="true">×</span>
      <span className="visually-hidden">{t('iter.list.take_off')}</span>
    </button>
  )
}
