import { Link } from 'react-router-dom'
import type { PaymentLine as Payment } from '../api-types.d.ts'
import { useWords } from '../common/use-words.ts'
import { shortFlow } from './flow-name.ts'
import { signed } from './signed.ts'

/** What is missing, in one sentence; a difference names the flow that it is in. */
export const What = ({ payment }: { payment: Payment }) => {
  const { t, text, euro } = useWords()
  const { flow, missing, missingText, late, duplicates } = payment
  const more = duplicates > 0 && (
    <div className="small soon">{t('iter.pay.duplicates', { smart_count: duplicates })}</div>
  )
  if (missing === 'difference' && flow) {
    const difference = flow.differenceCents ?? 0
    return (
      <>
        <Link to={`/flows/${flow.id}/show`} title={flow.flowId}>
          {t('iter.pay.what.flow', { flow: shortFlow(flow.flowId) })}
        </Link>{' '}
        {t('iter.pay.what.difference', {
          smart_count: flow.count,
          difference: signed(difference, euro),
        })}
        {more}
      </>
    )
  }
  if (!missingText) return <span className="soft">{more || t('iter.pay.what.nothing')}</span>
  return (
    <>
      {late && <b className="late">{t('iter.pay.what.late')} </b>}
      {text(missingText)}
      {more}
    </>
  )
}
