import Button from '@mui/material/Button'
import { useState } from 'react'
import { Link } from 'react-router-dom'
import type { TaskPage } from '../api-types.d.ts'
import { Chip } from '../common/Chip.tsx'
import { Faces } from '../common/faces.tsx'
import { useAsk } from '../common/use-api.ts'
import { useWords } from '../common/use-words.ts'
import { dueOf } from './due.ts'
import { Facts } from './Facts.tsx'
import { HandOverDialog } from './HandOverDialog.tsx'
import { TaskForm } from './TaskForm.tsx'
import { useTaskAct } from './use-task-act.ts'

/** A task's id is `<case>:<task>`; the case's part is a uuid and has no colon. */
const split = (id: string) => ({ caseId: id.slice(0, id.indexOf(':')), taskId: id.slice(id.indexOf(':') + 1) })

export const TaskPanel = ({ id, onDone }: { id: string; onDone: () => void }) => {
  const { caseId, taskId } = split(id)
  const task = useAsk(['tasks', 'one', id], api => api.task(caseId, taskId))
  return (
    <div className="panel">
      <Faces of={task} rows={7}>
        {page => <OpenTask task={page} onDone={onDone} />}
      </Faces>
    </div>
  )
}

const OpenTask = ({ task, onDone }: { task: TaskPage; onDone: () => void }) => {
  const { t, text } = useWords()
  const [isHandingOver, setHandingOver] = useState(false)
  const claim = useTaskAct(task, 'claim', { told: 'iter.tasks.claimed' })
  const release = useTaskAct(task, 'release', { told: 'iter.tasks.released' })
  const can = (verb: TaskPage['allowed'][number]) => task.allowed.includes(verb)
  return (
    <>
      <TaskHead task={task} />
      {task.form.help && <p style={{ marginBottom: 12 }}>{text(task.form.help)}</p>}
      <Facts facts={task.facts} documents={task.documents} />
      <TaskForm
        task={task}
        onDone={onDone}
        buttons={
          <>
            {can('claim') && (
              <Button
                variant={can('complete') ? 'outlined' : 'contained'}
                disabled={claim.isPending}
                onClick={() => claim.mutate({})}
              >
                {t('iter.tasks.claim')}
              </Button>
            )}
            {can('release') && (
              <Button disabled={release.isPending} onClick={() => release.mutate({})}>
                {t('iter.tasks.release')}
              </Button>
            )}
            <span className="grow" />
            {can('reassign') && (
              <Button variant="text" onClick={() => setHandingOver(true)}>
                {t('iter.tasks.hand_over')}
              </Button>
            )}
          </>
        }
      />
      {isHandingOver && <HandOverDialog task={task} onClose={() => setHandingOver(false)} />}
    </>
  )
}

const TaskHead = ({ task }: { task: TaskPage }) => {
  const { t, locale, dayWithDistance } = useWords()
  const due = dueOf(task, locale, new Date())
  return (
    <>
      <div className="row small soft">
        <span>{task.number}</span>
        {task.due && <span className={due.tone}>{t('iter.tasks.to_do', { due: dayWithDistance(task.due) })}</span>}
        {task.legalDue && <span>{t('iter.tasks.legal_due', { due: dayWithDistance(task.legalDue) })}</span>}
        {task.confidential && <Chip tone="warn">{t('iter.tasks.confidential', { office: task.office.name })}</Chip>}
        <Link to={`/cases/${task.caseId}/show`}>{t('iter.tasks.open_case')}</Link>
      </div>
      <h2 style={{ fontSize: 20, lineHeight: '28px', margin: '4px 0 8px' }}>{task.name}</h2>
    </>
  )
}
