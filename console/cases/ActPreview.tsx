import type { ActPreview as Preview, AllowedAct } from '../api-types.d.ts'
import { useWords } from '../common/use-words.ts'

interface Props {
  allowed: AllowedAct
  /** Null until the form says enough, or when the case does not answer: then the act is told in general. */
  preview: Preview | null
  isLoading: boolean
}

const marks = { outside: '→', citizen: '✉', stops: '–', opens: '+', case: '•', warning: '▲' } as const satisfies Record<
  Preview['lines'][number]['kind'],
  string
>

/** What the act will do, by the engine itself; nothing has been done yet. */
export const ActPreview = ({ allowed, preview, isLoading }: Props) => {
  const { t, text } = useWords()
  return (
    <section className="preview" aria-live="polite" aria-busy={isLoading} aria-label={t('iter.act.will_do')}>
      <h3>{t('iter.act.will_do')}</h3>
      {preview?.refusal && <p className="late">{preview.refusal.message}</p>}
      {preview && !preview.refusal ? (
        <ul>
          {preview.lines.map(line => (
            <li key={line.text.it} className={line.kind === 'warning' ? 'warning' : ''}>
              <span aria-hidden="true">{marks[line.kind]}</span> {text(line.text)}
            </li>
          ))}
        </ul>
      ) : (
        <p>{text(allowed.preview)}</p>
      )}
      {preview && preview.changes.length > 0 && (
        <table className="small">
          <caption className="visually-hidden">{t('iter.act.changes')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('iter.act.datum')}</th>
              <th scope="col">{t('iter.act.before')}</th>
              <th scope="col">{t('iter.act.after')}</th>
            </tr>
          </thead>
          <tbody>
            {preview.changes.map(change => (
              <tr key={change.path}>
                <th scope="row">{text(change.label)}</th>
                <td>{text(change.before) || '–'}</td>
                <td>
                  <b>{text(change.after) || '–'}</b>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
