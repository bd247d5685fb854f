import { sql } from 'drizzle-orm'

import type { Deps } from '../deps.ts'

export interface Part {
  name: string
  state: 'up' | 'down'
  detail: string | null
}

const patience = 2000

/** Asks each part that a request needs; none is waited for longer than two seconds. */
export async function probeParts(deps: Pick<Deps, 'db' | 'temporal'>): Promise<Part[]> {
  return Promise.all([
    part(
      'database',
      deps.db.global(tx => tx.execute(sql`select 1`)),
    ),
    part(
      'temporal',
      deps.temporal().then(client => client.workflowService.getSystemInfo({})),
    ),
  ])
}

/** One part, up when it answers in time. */
export async function part(name: string, answer: Promise<unknown>): Promise<Part> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('no answer within two seconds')), patience)
  })
  try {
    await Promise.race([answer, late])
    return { name, state: 'up', detail: null }
  } catch (error) {
    return { name, state: 'down', detail: error instanceof Error ? error.message.slice(0, 200) : 'unknown' }
  } finally {
    clearTimeout(timer)
  }
}
