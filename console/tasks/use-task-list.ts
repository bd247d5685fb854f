import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useDataProvider } from 'react-admin'
import type { TaskRow } from '../api-types.d.ts'
import { answered } from '../common/answered.ts'
import type { IterDataProvider } from '../providers/data-provider.ts'
import { withoutNewcomers } from './newcomers.ts'

export type Scope = 'mine' | 'office' | 'all'

/** The tasks of a scope, page by page; all pages on screen are read again when something changes. */
export const useTaskList = (scope: Scope, town: string, openId: string | null) => {
  const api = useDataProvider<IterDataProvider>()
  const asked = useInfiniteQuery({
    queryKey: ['tasks', 'list', scope, town],
    queryFn: async ({ pageParam }) => answered(await api.tasks(scope, town, pageParam)),
    initialPageParam: '',
    getNextPageParam: last => last.nextCursor,
  })
  const [done, setDone] = useState<ReadonlySet<string>>(new Set())
  const [known, setKnown] = useState<ReadonlySet<string>>(new Set())

  const rows = unique(asked.data?.pages.flatMap(page => page.items) ?? []).filter(row => !done.has(row.id))
  const isRead = openId !== null || isListInUse()
  const { shown, held } = isRead ? withoutNewcomers(rows, known) : { shown: rows, held: 0 }
  const ids = shown.map(row => row.id).join(' ')
  useEffect(() => setKnown(new Set(ids.split(' '))), [ids])

  return {
    asked,
    rows: shown,
    held,
    showHeld: () => setKnown(new Set(rows.map(row => row.id))),
    counts: asked.data?.pages.at(-1)?.counts,
    markDone: (id: string) => setDone(before => new Set([...before, id])),
    wasDone: done.size > 0,
  }
}

/** Keyboard or eyes are somewhere in the list. */
const isListInUse = () => window.scrollY > 0 || document.activeElement?.closest('.tasks') != null

/** A row may move to the next page between two reads. */
const unique = (rows: TaskRow[]) => [...new Map(rows.map(row => [row.id, row])).values()]
