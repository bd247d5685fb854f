import { useEffect, useRef } from 'react'
import { Link } from 'react-router-dom'
import type { TaskRow } from '../api-types.d.ts'
import { useTown } from '../common/use-session.ts'
import { useWords } from '../common/use-words.ts'
import { dueOf } from './due.ts'

/** The verb, about whom, since when, when it is due in words, and the town when there are several. */
export const TaskItem = ({ task, isOpen }: { task: TaskRow; isOpen: boolean }) => {
  const { t, locale, lasting } = useWords()
  const [town] = useTown()
  const link = useRef<HTMLAnchorElement>(null)
  const due = dueOf(task, locale, new Date())
  useEffect(() => {
    if (isOpen) link.current?.scrollIntoView({ block: 'nearest' })
  }, [isOpen])
  const about = [task.number, task.subject]
  const rest = [
    task.about,
    t('iter.desk.since', { lasting: lasting(task.openedAt) }),
    town ? null : task.municipality.name,
    takenBy(task, t),
  ]
  return (
    <li>
      <Link
        ref={link}
        id={`task-${task.id}`}
        to={`/tasks?open=${encodeURIComponent(task.id)}`}
        replace
        aria-current={isOpen ? 'true' : undefined}
      >
        <b>{task.name}</b>
        <span className="soft">{about.filter(Boolean).join(' · ')}</span>
        <span className={`due ${due.tone}`}>{due.words}</span>
        <span className="soft rest">{rest.filter(Boolean).join(' · ')}</span>
      </Link>
    </li>
  )
}

const takenBy = ({ assignee, mine, inPlaceOf }: TaskRow, t: (key: string, values?: object) => string) => {
  if (!assignee || assignee.id === inPlaceOf?.id) return null
  return mine ? t('iter.tasks.mine') : t('iter.desk.taken_by', { name: assignee.name })
}
