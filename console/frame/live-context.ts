import { createContext, useContext, useSyncExternalStore } from 'react'
import type { Live, LiveState } from '../providers/live.ts'

export const LiveContext = createContext<Live | null>(null)

/** Where the live stream stands. */
export const useLiveState = (): LiveState => {
  const live = useContext(LiveContext)
  return useSyncExternalStore(live?.subscribe ?? none, live?.state ?? (() => 'reconnecting'))
}

const none = () => () => undefined
