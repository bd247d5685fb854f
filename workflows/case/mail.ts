import type { Delivery } from '../messages.ts'
import type { Inbox, Stimulus } from './stimulus.ts'

/** Ids kept to recognise a resend; older ones are held off by the unique key of the sender's outbox. */
const keptIds = 2_000

/** Receives messages and signals; each id counts once. */
export interface Mail {
  receive: (delivery: Delivery) => void
  /** To be carried into the next run. */
  seen: () => string[]
}

export function createMail(inbox: Inbox, carried: string[]): Mail {
  const seen = new Set(carried)
  return {
    receive(delivery) {
      if (seen.has(delivery.id)) return
      seen.add(delivery.id)
      const [oldest] = seen
      if (seen.size > keptIds && oldest !== undefined) seen.delete(oldest)
      inbox.add({ stimulus: stimulusOf(delivery) })
    },
    seen: () => [...seen],
  }
}

function stimulusOf({ id, kind, name, key, data, actor }: Delivery): Stimulus {
  if (kind === 'signal') return { type: 'signal', id, name, data }
  return { type: 'message', id, name, data, ...(key !== undefined && { key }), ...(actor && { actor }) }
}
