import Button from '@mui/material/Button'
import { useState } from 'react'
import type { FareRow, GetMunicipalityAnswer } from '../../api-types.d.ts'
import { Chip } from '../../common/Chip.tsx'
import { Empty, Faces } from '../../common/faces.tsx'
import { Table } from '../../common/Table.tsx'
import { useAsk } from '../../common/use-api.ts'
import { useMay } from '../../common/use-session.ts'
import { useWords } from '../../common/use-words.ts'
import { romeDate } from '../../format.ts'
import { FareDraft } from './FareDraft.tsx'
import { FarePanel } from './FarePanel.tsx'

/** Fares with the resolution that decided them; a new one starts from the one in force, is tried, and approved by a second person. */
export const FaresTab = ({ town }: { town: Pick<GetMunicipalityAnswer, 'id'> }) => {
  const { t, day } = useWords()
  const may = useMay()
  const fares = useAsk(['municipalities', 'fares', town.id], api => api.fares(town.id))
  const [open, setOpen] = useState<string | null>(null)
  const [isDrafting, setDrafting] = useState(false)
  if (isDrafting && fares.data?.items.length === 0)
    return <FareDraft town={town.id} from={null} onDone={() => setDrafting(false)} />
  return (
    <Faces
      of={fares}
      isEmpty={data => data.items.length === 0}
      empty={
        <div className="panel">
          <Empty title={t('iter.fares.empty')}>{t('iter.fares.empty_text')}</Empty>
          {may('fares.propose', town.id) && (
            <div className="row">
              <Button onClick={() => setDrafting(true)}>{t('iter.fares.first')}</Button>
            </div>
          )}
        </div>
      }
    >
      {data => {
        const shown = data.items.find(one => one.id === open) ?? data.items.find(isInForce) ?? data.items[0]
        return (
          <>
            <div className="panel flat">
              <Table<FareRow>
                caption={t('iter.towns.tab.fares')}
                rows={data.items}
                id={row => row.id}
                columns={[
                  {
                    key: 'resolution',
                    label: t('iter.fares.resolution'),
                    cell: row => (
                      <button
                        type="button"
                        className="link"
                        aria-current={row.id === shown?.id}
                        onClick={() => setOpen(row.id)}
                      >
                        {row.resolution}
                      </button>
                    ),
                  },
                  {
                    key: 'key',
                    label: t('iter.fares.table'),
                    cell: row => t(`iter.fares.key.${row.key}`, { _: row.key }),
                  },
                  { key: 'status', label: t('iter.fares.status'), cell: row => <FareState row={row} /> },
                  { key: 'from', label: t('iter.fares.from'), cell: row => day(row.validFrom) },
                  { key: 'to', label: t('iter.fares.to'), cell: row => (row.validTo ? day(row.validTo) : '–') },
                  { key: 'by', label: t('iter.fares.proposed'), cell: row => row.proposedBy?.name ?? '–' },
                  { key: 'approved', label: t('iter.fares.approved'), cell: row => row.approvedBy?.name ?? '–' },
                ]}
              />
            </div>
            {shown && (
              <FarePanel
                key={`${shown.id}${isDrafting}`}
                town={town.id}
                fare={shown.id}
                isDrafting={isDrafting}
                onDrafted={made => {
                  setDrafting(false)
                  if (made) setOpen(made)
                }}
                actions={
                  may('fares.propose', town.id) &&
                  !isDrafting && <Button onClick={() => setDrafting(true)}>{t('iter.fares.draft')}</Button>
                }
              />
            )}
          </>
        )
      }}
    </Faces>
  )
}

const isInForce = (row: FareRow) => {
  const today = romeDate(new Date().toISOString())
  return row.status === 'approved' && row.validFrom <= today && (row.validTo === null || row.validTo >= today)
}

const FareState = ({ row }: { row: FareRow }) => {
  const { t } = useWords()
  if (row.status === 'draft') return <Chip tone="wait">{t('iter.fares.is_draft')}</Chip>
  if (isInForce(row)) return <Chip tone="ok">{t('iter.fares.in_force')}</Chip>
  return <Chip tone="run">{t('iter.fares.is_approved')}</Chip>
}
