import { useState } from 'react'
import type {
  FlowCandidate as Candidate,
  PaymentFlow as Flow,
  PaymentLine as Payment,
  TreasuryEntryDetail as EntryPage,
} from '../api-types.d.ts'
import { useAsk } from '../common/use-api.ts'
import { useWords } from '../common/use-words.ts'
import { signed } from '../payments/signed.ts'
import type { AssignmentTarget } from '../payments/types.ts'
import { SearchRow } from './SearchRow.tsx'

interface Props {
  entry: EntryPage
  target: AssignmentTarget | null
  onChoose: (target: AssignmentTarget) => void
}

const simple = ['not-pagopa', 'other-partner'] as const

/** What an entry may be the money of: the likeliest flows first and why, payments of that amount, or neither. */
export const Targets = ({ entry, target, onChoose }: Props) => {
  const { t } = useWords()
  return (
    <fieldset className="choice">
      <legend>
        <b>{t('iter.pay.assign.what')}</b>
      </legend>
      {entry.candidates.map(candidate => (
        <Option
          key={candidate.flow}
          isOn={target?.target === 'flow' && target.flow === candidate.flow}
          onChoose={() => onChoose({ target: 'flow', flow: candidate.flow })}
        >
          <FlowWords candidate={candidate} />
        </Option>
      ))}
      <OtherFlow entry={entry} target={target} onChoose={onChoose} />
      <Payments entry={entry} target={target} onChoose={onChoose} />
      {simple.map(one => (
        <Option key={one} isOn={target?.target === one} onChoose={() => onChoose({ target: one })}>
          {t(`iter.pay.assign.${one}`)}
        </Option>
      ))}
    </fieldset>
  )
}

interface OptionProps {
  isOn: boolean
  onChoose: () => void
  children: React.ReactNode
}

const Option = ({ isOn, onChoose, children }: OptionProps) => (
  <label className="row">
    <input type="radio" name="target" checked={isOn} onChange={onChoose} />
    <span>{children}</span>
  </label>
)

const FlowWords = ({ candidate }: { candidate: Candidate }) => {
  const { t, euro, day } = useWords()
  return (
    <>
      <b className="pre">{t('iter.pay.what.flow', { flow: candidate.flowId })}</b>
      {`, ${candidate.psp}, ${day(candidate.regulationOn)}, ${euro(candidate.totalCents)}`}
      <span className="small soft">
        {' '}
        {t('iter.pay.assign.alike', { what: candidate.by.map(one => t(`iter.pay.assign.by.${one}`)).join(', ') })}
        {candidate.differenceCents !== 0 &&
          t('iter.pay.assign.differs', { difference: signed(candidate.differenceCents, euro) })}
      </span>
    </>
  )
}

/** So many are shown; what is wanted among more is told by typing more of it. */
const mostFlows = 20
/** Before anything was asked for. */
const firstFlows = 3

/** Flows that still wait for money and were not thought of: the newest, or by what is typed of them. */
const OtherFlow = ({ entry, target, onChoose }: Props) => {
  const { t } = useWords()
  const [q, setQ] = useState('')
  const query = new URLSearchParams({
    municipality: entry.municipality.id,
    assignable: 'true',
    limit: String(q.length > 1 ? mostFlows : firstFlows),
    ...(q.length > 1 ? { q } : {}),
  }).toString()
  const { data } = useAsk(['flows', 'list', query], api => api.flows(query))
  const thought = entry.candidates.map(one => one.flow)
  const others = (data?.items ?? []).filter(one => !thought.includes(one.id))
  return (
    <>
      {others.map(one => (
        <Option
          key={one.id}
          isOn={target?.target === 'flow' && target.flow === one.id}
          onChoose={() => onChoose({ target: 'flow', flow: one.id })}
        >
          <OtherFlowWords flow={one} />
        </Option>
      ))}
      <SearchRow
        label={t('iter.pay.assign.other_flow')}
        found={q.length > 1 ? data?.items.length : undefined}
        hasMore={q.length > 1 && Boolean(data?.nextCursor)}
        onSearch={setQ}
      />
    </>
  )
}

const OtherFlowWords = ({ flow }: { flow: Flow }) => {
  const { t, text, euro, day } = useWords()
  return (
    <>
      <b className="pre">{t('iter.pay.what.flow', { flow: flow.flowId })}</b>
      {`, ${flow.psp}, ${day(flow.regulationOn)}, ${euro(flow.totalCents)}`}
      <span className="small soft"> {text(flow.statusText)}</span>
    </>
  )
}

type PaymentChoice = Pick<Payment, 'id' | 'iuv' | 'cents' | 'debtor' | 'description' | 'dueOn'>

/** Open payments of that very amount; any other is found by its number. */
const Payments = ({ entry, target, onChoose }: Props) => {
  const { t, euro } = useWords()
  const [q, setQ] = useState('')
  const town = entry.municipality.id
  const found = useAsk(['payments', 'search', q, town], api => api.searchPayments(q, town), q.length > 1)
  const listed: PaymentChoice[] = [...entry.paymentCandidates, ...(found.data?.items ?? [])]
  const once = listed.filter((one, index) => listed.findIndex(other => other.id === one.id) === index)
  return (
    <>
      {once.map(one => (
        <Option
          key={one.id}
          isOn={target?.target === 'payment' && target.payment === one.id}
          onChoose={() => onChoose({ target: 'payment', payment: one.id })}
        >
          <b>{t('iter.pay.assign.payment', { iuv: one.iuv })}</b>
          {`, ${[euro(one.cents), one.description, one.debtor].filter(Boolean).join(', ')}`}
        </Option>
      ))}
      <SearchRow label={t('iter.pay.assign.other_payment')} found={found.data?.items.length} onSearch={setQ} />
    </>
  )
}
