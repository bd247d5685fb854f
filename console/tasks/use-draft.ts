import { useEffect, useState, useSyncExternalStore } from 'react'
import { useDataProvider } from 'react-admin'
import type { TaskPage } from '../api-types.d.ts'
import { answered } from '../common/answered.ts'
import { useSession } from '../common/use-session.ts'
import type { IterDataProvider } from '../providers/data-provider.ts'
import { createDraftKeeper, type Draft, type Stash } from './draft-keeper.ts'

/** What is typed into a task's form: kept on the server, found again after a lost session and in another browser. */
export const useDraft = (task: TaskPage) => {
  const api = useDataProvider<IterDataProvider>()
  const person = useSession()?.person.id ?? ''
  const [keeper] = useState(() =>
    createDraftKeeper(draftOf(task), {
      stash: stashAt(`draft ${person} ${task.id}`),
      save: async (values, basedOn) => answered(await api.saveDraft(task.caseId, task.taskId, values, basedOn)),
      read: async () => draftOf(answered(await api.task(task.caseId, task.taskId))),
    }),
  )
  const state = useSyncExternalStore(keeper.subscribe, keeper.state)
  useEffect(() => keeper.see(draftOf(task)), [keeper, task])
  useEffect(() => keeper.flush, [keeper])
  return { ...state, change: keeper.type, choose: keeper.choose, forget: keeper.forget }
}

const draftOf = ({ draft, draftSavedAt }: Pick<TaskPage, 'draft' | 'draftSavedAt'>): Draft => ({
  values: draft ?? {},
  savedAt: draftSavedAt,
})

/** One person's, in one tab: who signs in after them does not find it. */
const stashAt = (key: string): Stash => ({
  get: () => {
    const text = sessionStorage.getItem(key)
    return text ? JSON.parse(text) : null
  },
  set: draft => sessionStorage.setItem(key, JSON.stringify(draft)),
  drop: () => sessionStorage.removeItem(key),
})
