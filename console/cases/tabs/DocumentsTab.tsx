import type { DocumentRow } from '../../api-types.d.ts'
import { Chip } from '../../common/Chip.tsx'
import { Empty, Faces } from '../../common/faces.tsx'
import { Table } from '../../common/Table.tsx'
import { useAsk } from '../../common/use-api.ts'
import { useWords } from '../../common/use-words.ts'

export const DocumentsTab = ({ caseId }: { caseId: string }) => {
  const { t, moment, size } = useWords()
  const documents = useAsk(['cases', 'documents', caseId], api => api.documents(caseId))
  return (
    <div className="panel flat" style={{ marginTop: 0 }}>
      <Faces
        of={documents}
        isEmpty={data => data.items.length === 0}
        empty={<Empty title={t('iter.documents.empty')}>{t('iter.documents.empty_text')}</Empty>}
      >
        {data => (
          <Table<DocumentRow>
            caption={t('iter.case.tab.documents')}
            rows={data.items}
            id={row => row.id}
            columns={[
              {
                key: 'name',
                label: t('iter.documents.name'),
                cell: row => (
                  <a href={row.href} target="_blank" rel="noreferrer">
                    {row.name}
                  </a>
                ),
              },
              {
                key: 'kind',
                label: t('iter.documents.kind'),
                cell: row => t(`iter.document.${row.kind}`, { _: row.kind }),
              },
              {
                key: 'direction',
                label: t('iter.documents.direction'),
                cell: row => t(`iter.documents.${row.direction}`),
              },
              { key: 'protocol', label: t('iter.documents.protocol'), cell: row => row.protocol ?? '–' },
              { key: 'at', label: t('iter.documents.at'), cell: row => moment(row.createdAt) },
              { key: 'size', label: t('iter.documents.size'), number: true, cell: row => size(row.size) },
              {
                key: 'confidential',
                label: t('iter.documents.access'),
                cell: row =>
                  row.confidential ? (
                    <Chip tone="warn">{t('iter.documents.confidential')}</Chip>
                  ) : (
                    t('iter.documents.office')
                  ),
              },
            ]}
          />
        )}
      </Faces>
    </div>
  )
}
