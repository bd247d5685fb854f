import Button from '@mui/material/Button'
import Dialog from '@mui/material/Dialog'
import DialogActions from '@mui/material/DialogActions'
import DialogContent from '@mui/material/DialogContent'
import DialogTitle from '@mui/material/DialogTitle'
import { useState } from 'react'
import type { AbsenceRow } from '../api-types.d.ts'
import { Faces } from '../common/faces.tsx'
import { useAsk, useDo } from '../common/use-api.ts'
import { useSession, useTown } from '../common/use-session.ts'
import { useWords } from '../common/use-words.ts'
import { AbsenceForm } from './AbsenceForm.tsx'

/** Who is away and who stands in: one's own absence, and for supervisors everybody's. */
export const AbsencesDialog = ({ onClose }: { onClose: () => void }) => {
  const { t } = useWords()
  const session = useSession()
  const [chosen] = useTown()
  const towns = (session?.municipalities ?? []).filter(one => session?.permissions['tasks.work']?.includes(one.id))
  const [town, setTown] = useState(chosen || (towns[0]?.id ?? ''))
  const absences = useAsk(['absences', town], api => api.absences(town))
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="md" aria-labelledby="absences">
      <DialogTitle id="absences">{t('iter.absence.title')}</DialogTitle>
      <DialogContent className="stack">
        <p>{t('iter.absence.intro')}</p>
        {towns.length > 1 && (
          <select aria-label={t('iter.frame.town')} value={town} onChange={event => setTown(event.target.value)}>
            {towns.map(one => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </select>
        )}
        <Faces of={absences} rows={3}>
          {answer => (
            <>
              <AbsenceTable town={town} rows={answer.items} />
              <AbsenceForm key={town} town={town} people={answer.people} mayForOthers={answer.mayForOthers} />
            </>
          )}
        </Faces>
      </DialogContent>
      <DialogActions>
        <Button variant="text" onClick={onClose}>
          {t('ra.action.close')}
        </Button>
      </DialogActions>
    </Dialog>
  )
}

const AbsenceTable = ({ town, rows }: { town: string; rows: AbsenceRow[] }) => {
  const { t, day } = useWords()
  const end = useDo((api, id: string) => api.endAbsence(town, id), {
    stale: ['absences', 'tasks', 'counts'],
    told: 'iter.absence.ended',
  })
  if (rows.length === 0) return <p className="soft">{t('iter.absence.none')}</p>
  return (
    <div className="scroll">
      <table className="data">
        <caption className="visually-hidden">{t('iter.absence.title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('iter.absence.person')}</th>
            <th scope="col">{t('iter.absence.days')}</th>
            <th scope="col">{t('iter.absence.substitute')}</th>
            <th scope="col">{t('iter.absence.set_by')}</th>
            <th scope="col">
              <span className="visually-hidden">{t('iter.absence.end')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <tr key={row.id}>
              <th scope="row">{row.person.name}</th>
              <td>
                {t('iter.absence.from_to', { from: day(row.firstDay), to: day(row.lastDay) })}
                {row.current && <b> {t('iter.absence.now')}</b>}
              </td>
              <td>{row.substitute.name}</td>
              <td>{row.setBy.name}</td>
              <td>
                {row.mayEnd && (
                  <Button
                    disabled={end.isPending}
                    aria-label={t('iter.absence.end_of', { name: row.person.name })}
                    onClick={() => end.mutate(row.id)}
                  >
                    {t('iter.absence.end')}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
