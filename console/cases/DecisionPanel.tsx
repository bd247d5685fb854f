import type { CasePage } from '../api-types.d.ts'
import { useWords } from '../common/use-words.ts'
import type { Json } from '../../engine/json.ts'

/** "Why this fare?": the rule that matched, with its resolution. */
export const DecisionPanel = ({ decisions }: { decisions: CasePage['decisions'] }) => {
  const { t, day, moment } = useWords()
  if (decisions.length === 0) return null
  return (
    <section className="panel">
      <h2>{t('iter.decision.title')}</h2>
      <ul style={{ margin: 0, paddingLeft: 20 }}>
        {decisions.map(decision => (
          <li key={`${decision.name}${decision.at}`}>
            <b>{decision.name}</b>: <Output value={decision.output} of={decision.name} />
            <div className="small soft">
              {decision.rules.map(rule => t('iter.decision.rule', { number: rule.number, text: rule.text })).join('; ')}
              {decision.resolution && (
                <>
                  {' '}
                  · {t('iter.decision.resolution', { resolution: decision.resolution, from: day(decision.validFrom) })}
                </>
              )}{' '}
              · {moment(decision.at)}
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** A table with one output gives a bare number: of a fare it is cents. */
const Output = ({ value, of: decision }: { value: Json; of: string }) => {
  const { euro, t } = useWords()
  const shown = (name: string, one: Json): string => {
    if (typeof one === 'number' && /cents$/i.test(name)) return euro(one)
    if (typeof one === 'boolean') return t(one ? 'ra.boolean.true' : 'ra.boolean.false')
    return typeof one === 'object' ? JSON.stringify(one) : String(one)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return shown(/tariff|fare/i.test(decision) ? 'cents' : '', value)
  return Object.entries(value)
    .map(([name, one]) => `${t(`iter.decision.output.${name}`, { _: name })} ${shown(name, one)}`)
    .join(', ')
}
