import TextField from '@mui/material/TextField'
import { useListController } from 'react-admin'
import type { AuditRow } from '../api-types.d.ts'
import { Empty, Faces } from '../common/faces.tsx'
import { Page } from '../common/Page.tsx'
import { Pager } from '../common/Pager.tsx'
import { useMay, useSession, useTown } from '../common/use-session.ts'
import { useWords } from '../common/use-words.ts'
import { without } from '../common/without.ts'
import { AuditTable } from './AuditTable.tsx'
import { VerifyButton } from './VerifyButton.tsx'

/** The register: append-only, chained town by town; anybody who may can check that nothing was touched. */
export const AuditPage = () => {
  const { t } = useWords()
  const may = useMay()
  const session = useSession()
  const [switched] = useTown()
  const town =
    switched || (session?.permissions['audit.read']?.length === 1 ? session.permissions['audit.read'][0] : undefined)
  const list = useListController<AuditRow>({
    resource: 'audit',
    perPage: 50,
    filter: switched ? { municipality: switched } : {},
    exporter: false,
  })
  const asked = { data: list.data, error: list.error, isPending: list.isPending, refetch: list.refetch }
  const day = (name: 'from' | 'to') => String(list.filterValues[name] ?? '').slice(0, 10)
  const setDay = (name: 'from' | 'to', value: string) => {
    const others = without(list.filterValues, name)
    const instant = name === 'from' ? `${value}T00:00:00+01:00` : `${value}T23:59:59+01:00`
    list.setFilters(value ? { ...others, [name]: instant } : others, undefined, false)
  }
  return (
    <Page
      title={t('iter.audit.title')}
      actions={
        <div className="row">
          {town && (
            <a href={`/api/v1/audit.csv?municipality=${town}`} download>
              {t('iter.audit.export')}
            </a>
          )}
          {may('audit.verify') && <VerifyButton town={town} />}
        </div>
      }
    >
      <div className="filters">
        <TextField
          type="date"
          label={t('iter.audit.from')}
          value={day('from')}
          slotProps={{ inputLabel: { shrink: true } }}
          onChange={event => setDay('from', event.target.value)}
        />
        <TextField
          type="date"
          label={t('iter.audit.to')}
          value={day('to')}
          slotProps={{ inputLabel: { shrink: true } }}
          onChange={event => setDay('to', event.target.value)}
        />
        <TextField
          label={t('iter.audit.action')}
          value={list.filterValues['action'] ?? ''}
          onChange={event => list.setFilters({ ...list.filterValues, action: event.target.value }, undefined, true)}
        />
      </div>
      <div className="panel flat">
        <Faces
          of={asked}
          isEmpty={rows => rows.length === 0}
          empty={<Empty title={t('iter.audit.empty')}>{t('iter.audit.empty_text')}</Empty>}
        >
          {rows => <AuditTable rows={rows} />}
        </Faces>
      </div>
      <Pager page={list.page} hasNext={list.hasNextPage === true} onPage={list.setPage} />
    </Page>
  )
}
