import Button from '@mui/material/Button'
import { type ReactNode, useEffect, useRef } from 'react'
import type { ListTasksAnswer, TaskRow } from '../api-types.d.ts'
import { useWords } from '../common/use-words.ts'
import { TaskItem } from './TaskItem.tsx'

const groups = ['late', 'today', 'week', 'later'] as const

interface Props {
  tasks: TaskRow[]
  /** Those of absent colleagues for whom one stands in. */
  cover: TaskRow[]
  counts: ListTasksAnswer['counts']
  openId: string | null
  held: number
  onShowHeld: () => void
  /** Null when everything is on screen. */
  onMore: (() => void) | null
}

export const TaskList = ({ tasks, cover, counts, openId, held, onShowHeld, onMore }: Props) => {
  const { t } = useWords()
  return (
    <nav className="tasks" aria-label={t('iter.tasks.list')}>
      <div role="status">
        {held > 0 && (
          <button type="button" className="newcomers" onClick={onShowHeld}>
            {t('iter.desk.newcomers', { smart_count: held })}
          </button>
        )}
      </div>
      {byPerson(cover).map(({ person, rows }) => (
        <Section
          key={person}
          id={`cover-${person}`}
          title={t('iter.desk.in_place_of', { name: nameOf(rows) })}
          count={rows.length}
        >
          {rows.map(task => (
            <TaskItem key={task.id} task={task} isOpen={task.id === openId} />
          ))}
        </Section>
      ))}
      {groups.map(group => {
        const inside = tasks.filter(task => task.group === group)
        if (inside.length === 0) return null
        return (
          <Section
            key={group}
            id={`group-${group}`}
            title={t(`iter.tasks.groups.${group}`)}
            count={counts[group]}
            isLate={group === 'late'}
          >
            {inside.map(task => (
              <TaskItem key={task.id} task={task} isOpen={task.id === openId} />
            ))}
          </Section>
        )
      })}
      {onMore && <More onMore={onMore} left={counts.total - tasks.length} />}
    </nav>
  )
}

interface SectionProps {
  id: string
  title: string
  count: number
  isLate?: boolean
  children: ReactNode
}

const Section = ({ id, title, count, isLate = false, children }: SectionProps) => (
  <section aria-labelledby={id}>
    <h2 id={id} className={isLate ? 'bad' : ''}>
      {title} · {count}
    </h2>
    <ul>{children}</ul>
  </section>
)

/** Reads on by itself when it comes into sight; a button for who does not scroll. */
const More = ({ onMore, left }: { onMore: () => void; left: number }) => {
  const { t } = useWords()
  const place = useRef<HTMLDivElement>(null)
  const more = useRef(onMore)
  more.current = onMore
  useEffect(() => {
    if (!place.current) return undefined
    const sight = new IntersectionObserver(entries => {
      if (entries.some(entry => entry.isIntersecting)) more.current()
    })
    sight.observe(place.current)
    return () => sight.disconnect()
  }, [])
  return (
    <div ref={place} className="more">
      <Button variant="text" onClick={onMore}>
        {t('iter.desk.more', { smart_count: Math.max(left, 1) })}
      </Button>
    </div>
  )
}

const nameOf = (rows: TaskRow[]) => rows[0]?.inPlaceOf?.name ?? ''

const byPerson = (rows: TaskRow[]) => {
  const people = [...new Set(rows.map(row => row.inPlaceOf?.id ?? ''))]
  return people.map(person => ({ person, rows: rows.filter(row => (row.inPlaceOf?.id ?? '') === person) }))
}
