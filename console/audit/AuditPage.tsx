import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useDataProvider } from 'react-admin'
import { useSearchParams } from 'react-router-dom'
import { Empty, Faces } from '../common/faces.tsx'
import { KeysetPager } from '../common/KeysetPager.tsx'
import { Page } from '../common/Page.tsx'
import type { Api } from '../common/use-api.ts'
import { useMay, useSession, useTown } from '../common/use-session.ts'
import { useWords } from '../common/use-words.ts'
import { changed } from '../cases/list-address.ts'
import { AuditExports } from './AuditExports.tsx'
import { AuditFilters } from './AuditFilters.tsx'
import { AuditTable } from './AuditTable.tsx'
import { auditQuery } from './audit-query.ts'
import { VerifyPanel } from './VerifyPanel.tsx'

/** The register: append-only, chained town by town; anybody who may can check that nothing was touched. */
export const AuditPage = () => {
  const { t } = useWords()
  const may = useMay()
  const api = useDataProvider<Api>()
  const session = useSession()
  const [switched] = useTown()
  const [address, setAddress] = useSearchParams()
  const mine = session?.permissions['audit.read'] ?? []
  const town = switched || (mine.length === 1 ? (mine[0] ?? '') : '')
  const query = auditQuery(address, switched)
  const asked = useQuery({
    queryKey: ['audit', 'list', query],
    queryFn: () => api.audit(query),
    placeholderData: keepPreviousData,
  })
  const change = (change: Record<string, string | undefined>) => setAddress(changed(address, change))
  return (
    <Page title={t('iter.audit.title')} actions={<AuditExports town={town} address={address} />}>
      {may('audit.verify') && <VerifyPanel town={town} />}
      <AuditFilters address={address} town={switched} onChange={change} />
      <div className="panel flat" aria-busy={asked.isPlaceholderData}>
        <Faces
          of={asked}
          rows={10}
          isEmpty={({ items }) => items.length === 0}
          empty={
            <Empty title={t(address.size > 0 ? 'iter.register.none' : 'iter.audit.empty')}>
              {t('iter.audit.empty_text')}
            </Empty>
          }
        >
          {({ items }) => <AuditTable rows={items} onActor={actor => change({ actor })} />}
        </Faces>
      </div>
      <KeysetPager next={asked.data?.nextCursor ?? null} />
    </Page>
  )
}
