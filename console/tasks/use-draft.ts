import { useEffect, useRef, useState } from 'react'
import { useDataProvider } from 'react-admin'
import type { Json, JsonObject } from '../../engine/json.ts'
import type { TaskPage } from '../api-types.d.ts'
import type { IterDataProvider } from '../providers/data-provider.ts'

const quietMilliseconds = 1200

/**
 * What is typed is kept on the server a moment after the last key, and in this tab when the server refuses it
 * (a session that ended): whoever signs in again finds it.
 */
export const useDraft = (task: TaskPage, canWrite: boolean) => {
  const api = useDataProvider<IterDataProvider>()
  const kept = `draft ${task.id}`
  const [values, setValues] = useState<JsonObject>(() => restored(kept) ?? task.draft ?? {})
  const [savedAt, setSavedAt] = useState(task.draftSavedAt)
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  const isForgotten = useRef(false)

  useEffect(
    () => () => {
      if (timer.current) clearTimeout(timer.current)
    },
    [],
  )

  const save = async (next: JsonObject) => {
    try {
      const saved = await api.saveDraft(task.caseId, task.taskId, next)
      setSavedAt(saved.savedAt)
      sessionStorage.removeItem(kept)
    } catch {
      if (!isForgotten.current) sessionStorage.setItem(kept, JSON.stringify(next))
    }
  }

  return {
    values,
    savedAt,
    change: (key: string, value: Json) => {
      const next = { ...values, [key]: value }
      setValues(next)
      if (!canWrite) return
      if (timer.current) clearTimeout(timer.current)
      timer.current = setTimeout(() => void save(next), quietMilliseconds)
    },
    forget: () => {
      isForgotten.current = true
      if (timer.current) clearTimeout(timer.current)
      sessionStorage.removeItem(kept)
    },
  }
}

const restored = (key: string): JsonObject | null => {
  const text = sessionStorage.getItem(key)
  return text ? JSON.parse(text) : null
}
