import { AuditTable } from '../../audit/AuditTable.tsx'
import { Empty, Faces } from '../../common/faces.tsx'
import { useAsk } from '../../common/use-api.ts'
import { useWords } from '../../common/use-words.ts'

export const AuditTab = ({ caseId }: { caseId: string }) => {
  const { t } = useWords()
  const audit = useAsk(['cases', 'audit', caseId], api => api.caseAudit(caseId))
  return (
    <div className="panel flat" style={{ marginTop: 0 }}>
      <Faces of={audit} isEmpty={data => data.items.length === 0} empty={<Empty title={t('iter.audit.empty')} />}>
        {data => <AuditTable rows={data.items} />}
      </Faces>
    </div>
  )
}
