import type { Json } from '../../../engine/json.ts'
import type { CasePage, DataItem } from '../../api-types.d.ts'
import { Empty } from '../../common/faces.tsx'
import { Table } from '../../common/Table.tsx'
import { useWords } from '../../common/use-words.ts'

const origins = ['citizen', 'SPID/CIE', 'ANPR', 'staff', 'decision-table', 'register', 'pagoPA', 'IO', 'iter']

const place = (item: DataItem) => {
  const at = origins.indexOf(item.source)
  return at < 0 ? origins.length : at
}

/** A path is nobody's word for a thing: what the procedure gives no name to stands apart. */
const isNamed = (item: DataItem) =>
  item.label.it !== item.path.replace(/^request\./, '') &&
  // What the procedure copied from the request to work with is not told twice.
  (item.source !== 'citizen' || item.path.startsWith('request.'))

/** Everything the case knows, each value with where it came from; the citizen's own first. */
export const DataTab = ({ data }: { data: CasePage }) => {
  const { t } = useWords()
  if (data.data.length === 0) return <Empty title={t('iter.data.empty')} />
  const items = data.data
    .filter(item => item.value !== null && item.value !== '')
    .toSorted((a, b) => place(a) - place(b))
  const others = items.filter(item => !isNamed(item))
  return (
    <>
      {data.masked && <p className="panel soft">{t('iter.data.masked')}</p>}
      <div className="panel flat" style={{ marginTop: 0 }}>
        <Items items={items.filter(isNamed)} />
      </div>
      {others.length > 0 && (
        <details className="panel">
          <summary>{t('iter.data.others', { count: others.length })}</summary>
          <Items items={others} />
        </details>
      )}
    </>
  )
}

const Items = ({ items }: { items: DataItem[] }) => {
  const { t, text } = useWords()
  return (
    <Table<DataItem>
      caption={t('iter.case.tab.data')}
      rows={items}
      id={item => item.path}
      columns={[
        { key: 'label', label: t('iter.data.label'), cell: item => <Label item={item} name={text(item.label)} /> },
        { key: 'value', label: t('iter.data.value'), cell: item => <Value value={item.value} path={item.path} /> },
        {
          key: 'source',
          label: t('iter.data.source'),
          cell: item => t(`iter.source.${item.source}`, { _: item.source }),
        },
      ]}
    />
  )
}

/** "Nome" of whom: the part of the request it belongs to. */
const Label = ({ item, name }: { item: DataItem; name: string }) => {
  const { t } = useWords()
  const part = /^(?:request\.)?(applicant|child)\./.exec(item.path)?.[1]
  return (
    <>
      <b>{name}</b> {part && <span className="small soft">{t(`iter.data.${part}`)}</span>}
    </>
  )
}

const Value = ({ value, path }: { value: Json; path: string }) => {
  const { t, euro, day } = useWords()
  const word = (one: Json) => (typeof one === 'string' ? t(`iter.value.${one}`, { _: one }) : JSON.stringify(one))
  if (typeof value === 'boolean') return t(value ? 'ra.boolean.true' : 'ra.boolean.false')
  if (typeof value === 'number') return /cents$/i.test(path) ? euro(value) : String(value)
  if (typeof value === 'string') return /^\d{4}-\d{2}-\d{2}$/.test(value) ? day(value) : word(value)
  if (Array.isArray(value) && value.every(item => typeof item !== 'object')) return value.map(word).join(', ')
  return <span className="mono pre">{JSON.stringify(value, null, 1)}</span>
}
