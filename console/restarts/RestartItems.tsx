import { useState } from 'react'
import { Link } from 'react-router-dom'
import type { RestartItem } from '../api-types.d.ts'
import { Empty, Faces } from '../common/faces.tsx'
import { Table } from '../common/Table.tsx'
import { useAsk } from '../common/use-api.ts'
import { useWords } from '../common/use-words.ts'

const states = ['', 'blocked-again', 'restarted', 'skipped', 'stopped', 'asked', 'waiting'] as const satisfies (
  RestartItem['state'] | ''
)[]

/** What came of each case; those that are blocked again are what one looks for. */
export const RestartItems = ({ id }: { id: string }) => {
  const { t } = useWords()
  const [state, setState] = useState('')
  const items = useAsk(['restarts', 'items', id, state], api => api.restartItems(id, state))
  return (
    <div style={{ marginTop: 12 }}>
      <label className="row small">
        <span className="soft">{t('iter.restart.outcome')}</span>
        <select value={state} onChange={event => setState(event.target.value)}>
          {states.map(one => (
            <option key={one} value={one}>
              {t(one === '' ? 'iter.list.any' : `iter.restart.item.${one}`)}
            </option>
          ))}
        </select>
      </label>
      <Faces
        of={items}
        rows={3}
        isEmpty={data => data.items.length === 0}
        empty={<Empty title={t('iter.restart.none')} />}
      >
        {data => (
          <Table
            caption={t('iter.restart.see')}
            rows={data.items}
            id={row => `${row.caseId}:${row.incidentId}`}
            columns={[
              {
                key: 'number',
                label: t('iter.columns.number'),
                cell: row => (
                  <Link className="nowrap" to={`/cases/${row.caseId}/show`}>
                    {row.number}
                  </Link>
                ),
              },
              { key: 'town', label: t('iter.columns.municipality'), cell: row => row.municipality.name },
              { key: 'state', label: t('iter.restart.outcome'), cell: row => t(`iter.restart.item.${row.state}`) },
              { key: 'message', label: t('iter.restart.message'), cell: row => row.message ?? '–' },
            ]}
          />
        )}
      </Faces>
    </div>
  )
}
