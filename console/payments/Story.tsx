import type { PaymentDetail as PaymentPage } from '../api-types.d.ts'
import { Empty } from '../common/faces.tsx'
import { useWords } from '../common/use-words.ts'

const marks = {
  notice: 'none',
  receipt: 'ok',
  reported: 'ok',
  entry: 'ok',
  assigned: 'run',
  revoked: 'warn',
  annulled: 'none',
} as const satisfies Record<PaymentPage['history'][number]['kind'], string>

/** What became of a payment, newest first. */
export const Story = ({ items }: { items: PaymentPage['history'] }) => {
  const { t, text, moment, day } = useWords()
  if (items.length === 0) return <Empty title={t('iter.pay.one.no_story')} />
  return (
    <ol className="timeline">
      {items.map((item, index) => (
        <li key={`${item.at} ${item.kind} ${index}`}>
          <span className="small soft">{item.at.length === 10 ? day(item.at) : moment(item.at)}</span>
          <span className={`mark ${marks[item.kind]}`} aria-hidden="true" />
          <span>
            {text(item.text)}
            {item.by && <span className="soft"> {t('iter.pay.one.by', { name: item.by.name })}</span>}
          </span>
        </li>
      ))}
    </ol>
  )
}
