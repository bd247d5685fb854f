import Button from '@mui/material/Button'
import type { ListSessionsAnswer } from '../api-types.d.ts'
import { Faces } from '../common/faces.tsx'
import { SheetDialog } from '../common/SheetDialog.tsx'
import { Table } from '../common/Table.tsx'
import { useAsk, useDo } from '../common/use-api.ts'
import { useWords } from '../common/use-words.ts'

/** Where one is signed in, and a way to end what is no longer in use. */
export const SessionsDialog = ({ onClose }: { onClose: () => void }) => {
  const { t, moment } = useWords()
  const sessions = useAsk(['sessions'], api => api.sessions())
  const end = useDo((api, id: string) => api.endSession(id), { stale: ['sessions'], told: 'iter.sessions.ended' })
  return (
    <SheetDialog title={t('iter.sessions.title')} onClose={onClose}>
      <p>{t('iter.sessions.intro')}</p>
      <Faces of={sessions} rows={3}>
        {({ items }) => (
          <Table<ListSessionsAnswer['items'][number]>
            caption={t('iter.sessions.title')}
            rows={items}
            id={one => one.id}
            columns={[
              { key: 'since', label: t('iter.sessions.since'), isHead: true, cell: one => moment(one.signedInAt) },
              { key: 'seen', label: t('iter.sessions.seen'), cell: one => moment(one.lastSeenAt) },
              { key: 'until', label: t('iter.sessions.until'), cell: one => moment(one.expiresAt) },
              {
                key: 'end',
                label: t('iter.sessions.end'),
                isQuiet: true,
                cell: one =>
                  one.current ? (
                    t('iter.sessions.this')
                  ) : (
                    <Button
                      disabled={end.isPending}
                      aria-label={t('iter.sessions.end_of', { at: moment(one.signedInAt) })}
                      onClick={() => end.mutate(one.id)}
                    >
                      {t('iter.sessions.end')}
                    </Button>
                  ),
              },
            ]}
          />
        )}
      </Faces>
    </SheetDialog>
  )
}
