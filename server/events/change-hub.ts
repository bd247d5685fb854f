import type { Db } from '../../db/client.ts'
import { listMunicipalityIds } from '../../db/queries/list-municipality-ids.ts'
import { currentChangeCursor, readChanges } from '../../db/queries/read-changes.ts'
import type { Change, ChangeCursor } from '../../db/queries/read-changes.ts'

type Listener = (change: Change) => void

export interface ChangeHub {
  /** Calls back for every change from now on; returns how to stop. */
  listen(listener: Listener): () => void
}

const lookEvery = 200

/** One reader of the change table for all browsers of this process; it rests while nobody listens. */
export function createChangeHub(db: Db, onError: (error: unknown) => void): ChangeHub {
  const listeners = new Set<Listener>()
  let cursor: ChangeCursor | null = null
  let running = false

  const look = async (): Promise<void> => {
    const towns = await db.global(listMunicipalityIds)
    await db.withTenants(towns, async tx => {
      cursor ??= await currentChangeCursor(tx)
      const read = await readChanges(tx, cursor)
      cursor = read.cursor
      for (const change of read.changes) for (const listener of listeners) listener(change)
    })
  }
  const run = async (): Promise<void> => {
    if (running) return
    running = true
    while (listeners.size > 0) {
      await look().catch(onError)
      await new Promise(resolve => setTimeout(resolve, lookEvery))
    }
    running = false
    cursor = null
  }
  return {
    listen: listener => {
      listeners.add(listener)
      void run()
      return () => listeners.delete(listener)
    },
  }
}
