import Button from '@mui/material/Button'
import { useState } from 'react'
import type { AbsenceRow } from '../api-types.d.ts'
import { Faces } from '../common/faces.tsx'
import { SheetDialog } from '../common/SheetDialog.tsx'
import { Table } from '../common/Table.tsx'
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
    <SheetDialog title={t('iter.absence.title')} size="md" onClose={onClose}>
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
    </SheetDialog>
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
    <Table<AbsenceRow>
      caption={t('iter.absence.title')}
      rows={rows}
      id={row => row.id}
      columns={[
        { key: 'person', label: t('iter.absence.person'), isHead: true, cell: row => row.person.name },
        {
          key: 'days',
          label: t('iter.absence.days'),
          cell: row => (
            <>
              {t('iter.absence.from_to', { from: day(row.firstDay), to: day(row.lastDay) })}
              {row.current && <b> {t('iter.absence.now')}</b>}
            </>
          ),
        },
        { key: 'substitute', label: t('iter.absence.substitute'), cell: row => row.substitute.name },
        { key: 'by', label: t('iter.absence.set_by'), cell: row => row.setBy.name },
        {
          key: 'end',
          label: t('iter.absence.end'),
          isQuiet: true,
          cell: row =>
            row.mayEnd && (
              <Button
                disabled={end.isPending}
                aria-label={t('iter.absence.end_of', { name: row.person.name })}
                onClick={() => end.mutate(row.id)}
              >
                {t('iter.absence.end')}
              </Button>
            ),
        },
      ]}
    />
  )
}
