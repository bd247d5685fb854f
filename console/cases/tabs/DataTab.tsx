import type { Json } from '../../../engine/json.ts'
import type { CasePage, DataItem } from '../../api-types.d.ts'
import { Empty } from '../../common/faces.tsx'
import { Table } from '../../common/Table.tsx'
import { useWords } from '../../common/use-words.ts'
import { sectionedData } from '../data-sections.ts'

/** Everything the case knows, by section, each value with where it came from; ids and references folded away. */
export const DataTab = ({ data }: { data: CasePage }) => {
  const { t } = useWords()
  if (data.data.length === 0) return <Empty title={t('iter.data.empty')} />
  const { sections, technical } = sectionedData(data.data)
  return (
    <>
      {data.masked && <p className="panel soft">{t('iter.data.masked')}</p>}
      {sections.map(section => (
        <section key={section.key} className="panel flat data-section">
          <h2>{t(`iter.data.section.${section.key}`)}</h2>
          <Rows rows={section.items} caption={t(`iter.data.section.${section.key}`)} />
        </section>
      ))}
      {technical.length > 0 && (
        <details className="panel">
          <summary>{t('iter.case.technical')}</summary>
          <dl className="technical small mono">
            {technical.map(row => (
              <div key={row.path}>
                <dt>{row.path}</dt>
                <dd>{JSON.stringify(row.value)}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </>
  )
}

const Rows = ({ rows, caption }: { rows: DataItem[]; caption: string }) => {
  const { t, text } = useWords()
  return (
    <Table<DataItem>
      caption={caption}
      rows={rows}
      id={row => row.path}
      columns={[
        { key: 'label', label: t('iter.data.label'), cell: row => <b>{text(row.label)}</b> },
        {
          key: 'value',
          label: t('iter.data.value'),
          cell: row => <Value item={row} />,
        },
        {
          key: 'source',
          label: t('iter.data.source'),
          cell: row => <span className="soft">{t(`iter.source.${row.source}`, { _: row.source })}</span>,
        },
      ]}
    />
  )
}

/** In the procedure's words; where it has none, as the console writes such a value. */
const Value = ({ item: { value, valueText, path } }: { item: DataItem }) => {
  const { t, text, euro, day, moment } = useWords()
  const word = (one: Json) => (typeof one === 'string' ? t(`iter.value.${one}`, { _: one }) : JSON.stringify(one))
  if (valueText && valueText.it !== rawOf(value)) return text(valueText)
  if (typeof value === 'boolean') return t(value ? 'ra.boolean.true' : 'ra.boolean.false')
  if (typeof value === 'number') return /cents$/i.test(path) ? euro(value) : String(value)
  if (typeof value === 'string') {
    if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return day(value)
    return /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(value) ? moment(value) : word(value)
  }
  if (Array.isArray(value) && value.every(one => typeof one !== 'object')) return value.map(word).join(', ')
  return <span className="mono pre">{JSON.stringify(value, null, 1)}</span>
}

const rawOf = (value: Json): string => {
  if (Array.isArray(value)) return value.map(rawOf).join(', ')
  return typeof value === 'string' ? value : JSON.stringify(value)
}
