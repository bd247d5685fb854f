import type { DocumentRow, FormFact } from '../api-types.d.ts'
import { Chip } from '../common/Chip.tsx'
import { useWords } from '../common/use-words.ts'

/** What the clerk must know to decide, each with its mark, and the case's papers. */
export const Facts = ({ facts, documents }: { facts: FormFact[]; documents: DocumentRow[] }) => {
  const { t, text, moment } = useWords()
  const incoming = documents.filter(document => document.direction === 'in')
  if (facts.length + incoming.length === 0) return null
  return (
    <div className="scroll">
      <table className="data facts small">
        <caption className="visually-hidden">{t('iter.tasks.facts')}</caption>
        <tbody>
          {facts.map((fact, row) => (
            <tr key={row}>
              <th scope="row" className="soft">
                {text(fact.label)}
              </th>
              <td>{text(fact.value) || '–'}</td>
              <td>{fact.badge && <Chip tone={fact.badge.tone}>{text(fact.badge.text)}</Chip>}</td>
            </tr>
          ))}
          {incoming.map(document => (
            <tr key={document.id}>
              <th scope="row" className="soft">
                {t('iter.tasks.attachment')}
              </th>
              <td>
                <a href={document.href} target="_blank" rel="noreferrer">
                  {document.name}
                </a>{' '}
                {t('iter.tasks.received', { at: moment(document.createdAt) })}
              </td>
              <td />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
