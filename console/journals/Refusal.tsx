import type { PaymentFile } from '../api-types.d.ts'
import { useWords } from '../common/use-words.ts'

type Problem = NonNullable<PaymentFile['problem']>

/** Why a file was not taken, where in it, and what to do. */
export const Refusal = ({ problem }: { problem: Problem }) => {
  const { t, text } = useWords()
  return (
    <section className="panel incident" role="alert">
      <h2>{t('iter.pay.file.refused_title')}</h2>
      <p>
        <Place place={problem.place} />
        {text(problem.text)}
      </p>
      <p className="soft">{t('iter.pay.file.nothing_taken')}</p>
    </section>
  )
}

/** "Pagina 2, riga 33: " as far as it is known. */
export const Place = ({ place }: { place: Problem['place'] }) => {
  const { t } = useWords()
  const known = [
    place.page === undefined ? '' : t('iter.pay.file.page', { number: place.page }),
    place.line === undefined ? '' : t('iter.pay.file.line', { number: place.line }),
    place.column === undefined ? '' : t('iter.pay.file.column', { number: place.column }),
  ].filter(Boolean)
  if (known.length === 0) return null
  return (
    <b>
      {known.join(', ')}
      {': '}
    </b>
  )
}
