import { useSyncExternalStore } from 'react'
import { useSession } from './use-session.ts'

const listeners = new Set<() => void>()

/** A choice of the person's in this browser. Unlike react-admin's store it outlives the session: who signs in again finds it. */
export const usePreference = (name: string, initial: boolean): [boolean, (value: boolean) => void] => {
  const person = useSession()?.person.id ?? ''
  const key = `iter ${person} ${name}`
  const value = useSyncExternalStore(subscribe, () => localStorage.getItem(key))
  const set = (next: boolean) => {
    localStorage.setItem(key, String(next))
    for (const listener of listeners) listener()
  }
  return [value === null ? initial : value === 'true', set]
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}
