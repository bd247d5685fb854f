import { casesFrom, countCasesFrom } from '../../db/queries/cases-from.ts'
import { recountCases } from '../../db/queries/recount-cases.ts'
import { requireWorker } from '../temporal/require-worker.ts'
import { rebuildCase } from './rebuild-case.ts'
import type { Rebuilt, RebuildDeps } from './rebuild-case.ts'
import { sideBySide } from './round.ts'

export interface Progress {
  done: number
  of: number
  /** Every case up to this one is done: where a stopped rebuild goes on. */
  last: string
}

export interface RebuildOptions {
  /** Begin after this case. */
  after?: string
  onProgress?: (progress: Progress) => void
  /** A case that could not be rebuilt; the others go on. */
  onTrouble?: (caseId: string, why: string) => void
  signal?: AbortSignal
}

export type TownFigures = Record<Rebuilt | 'failed', number>

const page = 50
const atOnce = 6

/**
 * Makes a town's projection anew while people work: a case that publishes meanwhile wins. Throws before it touches anything when Temporal or
 * the worker that answers for it cannot be reached.
 */
export async function rebuildTown(
  deps: RebuildDeps,
  municipality: string,
  { after, onProgress, onTrouble, signal }: RebuildOptions = {},
): Promise<TownFigures> {
  await requireWorker(deps.client)
  const figures: TownFigures = { rebuilt: 0, 'no-workflow': 0, overtaken: 0, failed: 0 }
  const of = await deps.db.withTenants([municipality], tx => countCasesFrom(tx, municipality))
  let done = 0
  for (let last = after ?? null; ;) {
    signal?.throwIfAborted()
    const from = { after: last, limit: page }
    const cases = await deps.db.withTenants([municipality], tx => casesFrom(tx, municipality, from))
    await sideBySide(cases, atOnce, async record => {
      const outcome = await rebuildCase(deps, record).catch((error: unknown) => {
        onTrouble?.(record.id, error instanceof Error ? error.message : 'unknown')
        return 'failed' as const
      })
      figures[outcome] += 1
      if (outcome === 'no-workflow') onTrouble?.(record.id, 'no workflow and no final state: the reconciler sees to it')
    })
    last = cases.at(-1)?.id ?? null
    done += cases.length
    if (last !== null) onProgress?.({ done, of, last })
    if (cases.length < page) break
  }
  await deps.db.withTenants([municipality], tx => recountCases(tx, municipality))
  return figures
}
