import Button from '@mui/material/Button'
import Dialog from '@mui/material/Dialog'
import DialogActions from '@mui/material/DialogActions'
import DialogContent from '@mui/material/DialogContent'
import DialogTitle from '@mui/material/DialogTitle'
import { Faces } from '../common/faces.tsx'
import { useAsk, useDo } from '../common/use-api.ts'
import { useWords } from '../common/use-words.ts'

/** Where one is signed in, and a way to end what is no longer in use. */
export const SessionsDialog = ({ onClose }: { onClose: () => void }) => {
  const { t, moment } = useWords()
  const sessions = useAsk(['sessions'], api => api.sessions())
  const end = useDo((api, id: string) => api.endSession(id), { stale: ['sessions'], told: 'iter.sessions.ended' })
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="sm" aria-labelledby="sessions">
      <DialogTitle id="sessions">{t('iter.sessions.title')}</DialogTitle>
      <DialogContent className="stack">
        <p>{t('iter.sessions.intro')}</p>
        <Faces of={sessions} rows={3}>
          {({ items }) => (
            <div className="scroll">
              <table className="data">
                <caption className="visually-hidden">{t('iter.sessions.title')}</caption>
                <thead>
                  <tr>
                    <th scope="col">{t('iter.sessions.since')}</th>
                    <th scope="col">{t('iter.sessions.seen')}</th>
                    <th scope="col">{t('iter.sessions.until')}</th>
                    <th scope="col">
                      <span className="visually-hidden">{t('iter.sessions.end')}</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {items.map(one => (
                    <tr key={one.id}>
                      <th scope="row">{moment(one.signedInAt)}</th>
                      <td>{moment(one.lastSeenAt)}</td>
                      <td>{moment(one.expiresAt)}</td>
                      <td>
                        {one.current ? (
                          t('iter.sessions.this')
                        ) : (
                          <Button
                            disabled={end.isPending}
                            aria-label={t('iter.sessions.end_of', { at: moment(one.signedInAt) })}
                            onClick={() => end.mutate(one.id)}
                          >
                            {t('iter.sessions.end')}
                          </Button>
                        )}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
        </Faces>
      </DialogContent>
      <DialogActions>
        <Button variant="contained" onClick={onClose}>
          {t('ra.action.close')}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
