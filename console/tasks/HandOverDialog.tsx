import MenuItem from '@mui/material/MenuItem'
import TextField from '@mui/material/TextField'
import { useState } from 'react'
import type { TaskPage } from '../api-types.d.ts'
import { ReasonDialog } from '../common/ReasonDialog.tsx'
import { useWords } from '../common/use-words.ts'
import { useTaskAct } from './use-task-act.ts'

export const HandOverDialog = ({ task, onClose }: { task: TaskPage; onClose: () => void }) => {
  const { t } = useWords()
  const [assignee, setAssignee] = useState('')
  const handOver = useTaskAct(task, 'reassign', { told: 'iter.tasks.handed_over', onDone: onClose })
  return (
    <ReasonDialog
      title={t('iter.tasks.hand_over')}
      confirm={t('iter.tasks.hand_over_confirm')}
      isBusy={handOver.isPending}
      isReady={assignee !== ''}
      onClose={onClose}
      onConfirm={reason => handOver.mutate({ assignee, reason })}
    >
      <TextField
        select
        label={t('iter.tasks.colleague')}
        value={assignee}
        onChange={event => setAssignee(event.target.value)}
        required
      >
        {task.colleagues.map(person => (
          <MenuItem key={person.id} value={person.id}>
            {person.name}
          </MenuItem>
        ))}
      </TextField>
    </ReasonDialog>
  )
}
