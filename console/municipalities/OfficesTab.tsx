import Button from '@mui/material/Button'
import { useState } from 'react'
import type { Office } from '../api-types.d.ts'
import { Chip } from '../common/Chip.tsx'
import { Empty, Faces } from '../common/faces.tsx'
import { Table } from '../common/Table.tsx'
import { useAsk } from '../common/use-api.ts'
import { useMay } from '../common/use-session.ts'
import { useWords } from '../common/use-words.ts'
import { OfficeDialog } from './OfficeDialog.tsx'

export const OfficesTab = ({ town }: { town: string }) => {
  const { t } = useWords()
  const mayManage = useMay()('offices.manage', town)
  /** The office that is being changed; `new` for one to be made. */
  const [editing, setEditing] = useState<Office | 'new' | null>(null)
  const offices = useAsk(['municipalities', 'offices', town], api => api.offices(town))
  return (
    <>
      {mayManage && <Button onClick={() => setEditing('new')}>{t('iter.offices.add')}</Button>}
      <div className="panel flat">
        <Faces of={offices} isEmpty={data => data.items.length === 0} empty={<Empty title={t('iter.offices.empty')} />}>
          {data => (
            <Table<Office>
              caption={t('iter.towns.tab.offices')}
              rows={data.items}
              id={row => row.id}
              isWide
              columns={[
                { key: 'name', label: t('iter.offices.name'), cell: row => <b>{row.name}</b> },
                { key: 'code', label: t('iter.offices.code'), cell: row => row.code },
                { key: 'members', label: t('iter.offices.members'), number: true, cell: row => row.members },
                {
                  key: 'confidential',
                  label: t('iter.offices.confidential'),
                  cell: row => (row.confidential ? <Chip tone="warn">{t('iter.offices.is_confidential')}</Chip> : '–'),
                },
                ...(mayManage
                  ? [
                      {
                        key: 'act',
                        label: t('iter.incidents.act'),
                        cell: (row: Office) => (
                          <Button
                            variant="text"
                            aria-label={t('iter.offices.change_title', { name: row.name })}
                            onClick={() => setEditing(row)}
                          >
                            {t('iter.offices.change')}
                          </Button>
                        ),
                      },
                    ]
                  : []),
              ]}
            />
          )}
        </Faces>
      </div>
      {editing && (
        <OfficeDialog town={town} office={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />
      )}
    </>
  )
}
