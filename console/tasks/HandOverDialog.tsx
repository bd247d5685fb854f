import TextField from '@mui/material/TextField'
import MenuItem from '@mui/material/MenuItem'
import ListSubheader from '@mui/material/ListSubheader'
import { useState } from 'react'
import type { TaskPage } from '../api-types.d.ts'
import { ReasonDialog } from '../common/ReasonDialog.tsx'
import { useWords } from '../common/use-words.ts'
import { useTaskAct } from './use-task-act.ts'

/** To a colleague of the office by name, or to another office, where anybody takes it. */
export const HandOverDialog = ({ task, onClose }: { task: TaskPage; onClose: () => void }) => {
  const { t } = useWords()
  const [taker, setTaker] = useState('')
  const handOver = useTaskAct(task, 'reassign', { told: 'iter.tasks.handed_over', onDone: onClose })
  return (
    <ReasonDialog
      title={t('iter.desk.hand_over')}
      confirm={t('iter.tasks.hand_over_confirm')}
      isBusy={handOver.isPending}
      isReady={taker !== ''}
      onClose={onClose}
      onConfirm={reason => handOver.mutate({ ...takerOf(taker), reason })}
    >
      <TextField
        select
        label={t('iter.desk.to_whom')}
        value={taker}
        onChange={event => setTaker(event.target.value)}
        required
        sx={{ mt: 1 }}
      >
        {task.colleagues.length > 0 && <ListSubheader>{t('iter.desk.people')}</ListSubheader>}
        {task.colleagues.map(person => (
          <MenuItem key={person.id} value={`assignee ${person.id}`}>
            {person.name}
          </MenuItem>
        ))}
        {task.offices.length > 0 && <ListSubheader>{t('iter.desk.offices')}</ListSubheader>}
        {task.offices.map(office => (
          <MenuItem key={office.code} value={`office ${office.code}`}>
            {office.name}
          </MenuItem>
        ))}
      </TextField>
    </ReasonDialog>
  )
}

const takerOf = (value: string): { assignee: string } | { office: string } => {
  const name = value.slice(value.indexOf(' ') + 1)
  return value.startsWith('assignee ') ? { assignee: name } : { office: name }
}
