import Button from '@mui/material/Button'
import { useEffect, useRef, useState } from 'react'
import { Link } from 'react-router-dom'
import type { TaskPage } from '../api-types.d.ts'
import { loadAhead } from '../cases/ahead.ts'
import { Chip } from '../common/Chip.tsx'
import { Faces } from '../common/faces.tsx'
import { Help } from '../common/Help.tsx'
import { useAsk } from '../common/use-api.ts'
import { useWords } from '../common/use-words.ts'
import { dueOf } from './due.ts'
import { Facts } from './Facts.tsx'
import { HandOverDialog } from './HandOverDialog.tsx'
import { TaskForm } from './TaskForm.tsx'
import { useTaskAct } from './use-task-act.ts'

interface Props {
  id: string
  onBack: () => void
  onDone: () => void
  /** It opened by itself after the one before was done: focus goes to it. */
  isNext: boolean
}

/** A task's id is `<case>:<task>`; the case's part is a uuid and has no colon. */
const split = (id: string) => ({ caseId: id.slice(0, id.indexOf(':')), taskId: id.slice(id.indexOf(':') + 1) })

export const TaskPanel = ({ id, onBack, onDone, isNext }: Props) => {
  const { t } = useWords()
  const { caseId, taskId } = split(id)
  const task = useAsk(['tasks', 'one', id], api => api.task(caseId, taskId))
  return (
    <div className="panel task-panel">
      <button type="button" className="link small back" onClick={onBack}>
        {t('iter.desk.back')}
      </button>
      <Faces of={task} rows={7}>
        {page => <OpenTask task={page} onDone={onDone} isNext={isNext} />}
      </Faces>
    </div>
  )
}

const OpenTask = ({ task, onDone, isNext }: Pick<Props, 'onDone' | 'isNext'> & { task: TaskPage }) => {
  const { t, text } = useWords()
  useEffect(loadAhead, [])
  return (
    <>
      <TaskHead task={task} isNext={isNext} />
      {/* Somebody else was faster: what was typed stays readable. */}
      <div role="status">
        {task.state !== 'open' && <p className="panel notice">{t(`iter.desk.gone.${task.state}`)}</p>}
      </div>
      {task.form.help && <p style={{ marginBottom: 12 }}>{text(task.form.help)}</p>}
      <Facts facts={task.facts} documents={task.documents} />
      <TaskForm task={task} onDone={onDone} buttons={<Buttons task={task} />} />
    </>
  )
}

/** Beside "Concludi": take, release, hand over. Each says by `data-key` which key presses it. */
const Buttons = ({ task }: { task: TaskPage }) => {
  const { t } = useWords()
  const [isHandingOver, setHandingOver] = useState(false)
  const claim = useTaskAct(task, 'claim', { told: 'iter.tasks.claimed' })
  const release = useTaskAct(task, 'release', { told: 'iter.tasks.released' })
  const can = (verb: TaskPage['allowed'][number]) => task.allowed.includes(verb)
  return (
    <>
      {can('claim') && (
        <Button
          data-key="c"
          variant={can('complete') ? 'outlined' : 'contained'}
          disabled={claim.isPending}
          onClick={() => claim.mutate({})}
        >
          {t('iter.tasks.claim')}
        </Button>
      )}
      {can('release') && (
        <Button data-key="r" disabled={release.isPending} onClick={() => release.mutate({})}>
          {t('iter.tasks.release')}
        </Button>
      )}
      <span className="grow" />
      {can('reassign') && (
        <Button data-key="p" variant="text" aria-haspopup="dialog" onClick={() => setHandingOver(true)}>
          {t('iter.desk.hand_over')}
        </Button>
      )}
      {isHandingOver && <HandOverDialog task={task} onClose={() => setHandingOver(false)} />}
    </>
  )
}

const TaskHead = ({ task, isNext }: { task: TaskPage; isNext: boolean }) => {
  const { t, locale, day, dayWithDistance } = useWords()
  const heading = useRef<HTMLHeadingElement>(null)
  const due = dueOf(task, locale, new Date())
  useEffect(() => {
    if (isNext) heading.current?.focus()
  }, [isNext, task.id])
  return (
    <>
      <div className="row small soft task-head">
        <span>{task.number}</span>
        {task.due && (
          <span>
            <span className={due.tone}>{t('iter.tasks.to_do', { due: dayWithDistance(task.due) })}</span>
            <Help word="due" />
          </span>
        )}
        {task.legalDue && (
          <span>
            {t('iter.tasks.legal_due', { due: day(task.legalDue) })}
            <Help word="legal_due" />
          </span>
        )}
        {task.confidential && <Chip tone="warn">{t('iter.tasks.confidential', { office: task.office.name })}</Chip>}
        <Link to={`/cases/${task.caseId}/show`}>{t('iter.tasks.open_case')}</Link>
      </div>
      <h2 ref={heading} tabIndex={-1} className="task-name">
        {task.name}
      </h2>
      {task.inPlaceOf && <p className="small">{t('iter.desk.in_place_of', { name: task.inPlaceOf.name })}</p>}
    </>
  )
}
