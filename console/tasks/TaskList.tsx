import { useEffect, useRef } from 'react'
import { Link } from 'react-router-dom'
import type { TaskRow } from '../api-types.d.ts'
import { useTown } from '../common/use-session.ts'
import { useWords } from '../common/use-words.ts'
import { dueOf } from './due.ts'

const groups = ['late', 'today', 'week', 'later'] as const

export const TaskList = ({ tasks, openId }: { tasks: TaskRow[]; openId: string | null }) => {
  const { t } = useWords()
  return (
    <nav className="tasks" aria-label={t('iter.tasks.list')}>
      {groups.map(group => {
        const inside = tasks.filter(task => task.group === group)
        if (inside.length === 0) return null
        return (
          <section key={group} aria-labelledby={`group-${group}`}>
            <h2 id={`group-${group}`} className={group === 'late' ? 'bad' : ''}>
              {t(`iter.tasks.groups.${group}`)} · {inside.length}
            </h2>
            <ul>
              {inside.map(task => (
                <Item key={task.id} task={task} isOpen={task.id === openId} />
              ))}
            </ul>
          </section>
        )
      })}
    </nav>
  )
}

const Item = ({ task, isOpen }: { task: TaskRow; isOpen: boolean }) => {
  const { t, locale } = useWords()
  const [town] = useTown()
  const link = useRef<HTMLAnchorElement>(null)
  const due = dueOf(task, locale, new Date())
  useEffect(() => {
    if (isOpen) link.current?.scrollIntoView({ block: 'nearest' })
  }, [isOpen])
  const about = [
    task.number,
    [task.subject, task.about].filter(Boolean).join(', '),
    town ? null : task.municipality.name,
  ]
  return (
    <li>
      <Link
        ref={link}
        to={`/tasks?open=${encodeURIComponent(task.id)}`}
        replace
        aria-current={isOpen ? 'true' : undefined}
      >
        <b>{task.name}</b>
        <span className="soft">
          {about.filter(Boolean).join(' · ')}
          {task.assignee && <> · {task.mine ? t('iter.tasks.mine') : task.assignee.name}</>}
        </span>
        <span className={due.tone}>{due.words}</span>
      </Link>
    </li>
  )
}
