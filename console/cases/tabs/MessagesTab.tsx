import type { MessageRow } from '../../api-types.d.ts'
import { Empty, Faces } from '../../common/faces.tsx'
import { Table } from '../../common/Table.tsx'
import { useAsk } from '../../common/use-api.ts'
import { useWords } from '../../common/use-words.ts'

export const MessagesTab = ({ caseId }: { caseId: string }) => {
  const { t, moment } = useWords()
  const messages = useAsk(['cases', 'messages', caseId], api => api.messages(caseId))
  return (
    <div className="panel flat" style={{ marginTop: 0 }}>
      <Faces
        of={messages}
        isEmpty={data => data.items.length === 0}
        empty={<Empty title={t('iter.messages.empty')}>{t('iter.messages.empty_text')}</Empty>}
      >
        {data => (
          <Table<MessageRow>
            caption={t('iter.case.tab.messages')}
            rows={data.items}
            id={row => row.id}
            columns={[
              { key: 'at', label: t('iter.messages.at'), cell: row => moment(row.at) },
              {
                key: 'direction',
                label: t('iter.messages.direction'),
                cell: row => t(`iter.messages.${row.direction}`),
              },
              {
                key: 'channel',
                label: t('iter.messages.channel'),
                cell: row => t(`iter.channel.${row.channel}`, { _: row.channel }),
              },
              { key: 'subject', label: t('iter.messages.subject'), cell: row => row.subject },
              {
                key: 'state',
                label: t('iter.messages.state'),
                cell: row => t(`iter.message_state.${row.state}`, { _: row.state }),
              },
            ]}
          />
        )}
      </Faces>
    </div>
  )
}
