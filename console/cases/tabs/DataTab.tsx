import type { Json } from '../../../engine/json.ts'
import type { CasePage, DataItem } from '../../api-types.d.ts'
import { Empty } from '../../common/faces.tsx'
import { Table } from '../../common/Table.tsx'
import { useWords } from '../../common/use-words.ts'

/** Everything the case knows, each value with where it came from. */
export const DataTab = ({ data }: { data: CasePage }) => {
  const { t, text } = useWords()
  if (data.data.length === 0) return <Empty title={t('iter.data.empty')} />
  return (
    <>
      {data.masked && <p className="panel soft">{t('iter.data.masked')}</p>}
      <div className="panel flat" style={{ marginTop: 0 }}>
        <Table<DataItem>
          caption={t('iter.case.tab.data')}
          rows={data.data}
          id={item => item.path}
          columns={[
            { key: 'label', label: t('iter.data.label'), cell: item => <b>{text(item.label)}</b> },
            { key: 'value', label: t('iter.data.value'), cell: item => <Value value={item.value} path={item.path} /> },
            {
              key: 'source',
              label: t('iter.data.source'),
              cell: item => t(`iter.source.${item.source}`, { _: item.source }),
            },
          ]}
        />
      </div>
    </>
  )
}

const Value = ({ value, path }: { value: Json; path: string }) => {
  const { t, euro, day } = useWords()
  if (value === null || value === '') return <span className="soft">–</span>
  if (typeof value === 'boolean') return t(value ? 'ra.boolean.true' : 'ra.boolean.false')
  if (typeof value === 'number') return /cents$/i.test(path) ? euro(value) : String(value)
  if (typeof value === 'string') return /^\d{4}-\d{2}-\d{2}$/.test(value) ? day(value) : value
  if (Array.isArray(value) && value.every(item => typeof item !== 'object')) {
    return value.map(item => t(`iter.value.${String(item)}`, { _: String(item) })).join(', ')
  }
  return <span className="mono pre">{JSON.stringify(value, null, 1)}</span>
}
