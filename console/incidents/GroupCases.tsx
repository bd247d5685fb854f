import Button from '@mui/material/Button'
import Dialog from '@mui/material/Dialog'
import DialogContent from '@mui/material/DialogContent'
import { useState } from 'react'
import { Link } from 'react-router-dom'
import type { IncidentGroup, IncidentRow } from '../api-types.d.ts'
import { ActDialog } from '../cases/ActDialog.tsx'
import { Chip } from '../common/Chip.tsx'
import { Faces } from '../common/faces.tsx'
import { Table } from '../common/Table.tsx'
import { useAsk } from '../common/use-api.ts'
import { useMay, useTown } from '../common/use-session.ts'
import { useWords } from '../common/use-words.ts'

/** The cases behind a cause; each can be retried here, anything else is done on the case. */
export const GroupCases = ({ group }: { group: IncidentGroup }) => {
  const { t, moment, day } = useWords()
  const may = useMay()
  const [town] = useTown()
  const [retrying, setRetrying] = useState<IncidentRow | null>(null)
  const rows = useAsk(['incidents', 'rows', group.id, town], api => api.incidents(group.id, town))
  return (
    <div style={{ marginTop: 12 }}>
      <Faces of={rows}>
        {data => (
          <Table<IncidentRow>
            caption={t('iter.incidents.title')}
            rows={data.items}
            id={row => row.id}
            columns={[
              {
                key: 'number',
                label: t('iter.cases.columns.number'),
                cell: row => (
                  <Link className="nowrap" to={`/cases/${row.caseId}/show`}>
                    {row.number}
                  </Link>
                ),
              },
              { key: 'subject', label: t('iter.cases.columns.subject'), cell: row => row.subject ?? '–' },
              { key: 'town', label: t('iter.cases.columns.municipality'), cell: row => row.municipality.name },
              { key: 'step', label: t('iter.cases.columns.step'), cell: row => row.name },
              { key: 'since', label: t('iter.cases.columns.since'), cell: row => moment(row.raisedAt) },
              { key: 'tries', label: t('iter.incidents.tries'), number: true, cell: row => row.tries },
              { key: 'next', label: t('iter.incidents.next'), cell: row => moment(row.nextAttemptAt) },
              { key: 'due', label: t('iter.cases.columns.due'), cell: row => day(row.due) },
              {
                key: 'act',
                label: t('iter.incidents.act'),
                cell: row =>
                  row.touched && !row.heals ? (
                    <Chip tone="warn">{t('iter.incidents.verify_first')}</Chip>
                  ) : (
                    row.allowed.includes('retry') &&
                    may('incidents.resolve', row.municipality.id) && (
                      <Button
                        onClick={() => setRetrying(row)}
                        aria-label={t('iter.incidents.retry_one', { number: row.number })}
                      >
                        {t('iter.incidents.retry')}
                      </Button>
                    )
                  ),
              },
            ]}
          />
        )}
      </Faces>
      {retrying && <RetryDialog row={retrying} onClose={() => setRetrying(null)} />}
    </div>
  )
}

/** The same dialog as on the case: what the retry will do is asked of the case itself. */
const RetryDialog = ({ row, onClose }: { row: IncidentRow; onClose: () => void }) => {
  const { t } = useWords()
  const page = useAsk(['cases', 'one', row.caseId], api => api.case(row.caseId))
  const allowed = page.data?.acts.find(one => one.act === 'retry' && one.incident === row.incidentId)
  if (page.data && allowed) return <ActDialog allowed={allowed} data={page.data} onClose={onClose} />
  return (
    <Dialog open onClose={onClose} aria-label={t('iter.incidents.retry_one', { number: row.number })}>
      <DialogContent>
        <Faces of={page} rows={2}>
          {() => <p>{t('iter.incidents.gone')}</p>}
        </Faces>
        <Button onClick={onClose}>{t('ra.action.close')}</Button>
      </DialogContent>
    </Dialog>
  )
}
