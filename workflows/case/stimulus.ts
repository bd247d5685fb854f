import type { Event, Refusal } from '../../engine/event.ts'

/** An event that still lacks its time: the loop stamps it when it takes it, so that times never run backwards. */
export type Stimulus = Event extends infer E ? (E extends Event ? Omit<E, 'at'> : never) : never

/** What waits in the queue. An act's sender waits for `settle`. */
export interface Entry {
  stimulus: Stimulus
  expectedRevision?: number
  settle?: (answer: { accepted: true; revision: number } | { accepted: false; refusal: Refusal }) => void
}

/** First in, first out. Handlers add, the one loop takes. */
export interface Inbox {
  add: (entry: Entry) => void
  take: () => Entry | undefined
  isEmpty: () => boolean
}

export function createInbox(): Inbox {
  const entries: Entry[] = []
  return {
    add: entry => void entries.push(entry),
    take: () => entries.shift(),
    isEmpty: () => entries.length === 0,
  }
}
