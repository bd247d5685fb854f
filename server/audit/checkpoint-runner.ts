import { mkdirSync, readFileSync } from 'node:fs'

import { and, asc, eq, gte } from 'drizzle-orm'

import { CHAIN_START, faultOf } from '../../db/audit-chain.ts'
import type { Checkpoint } from '../../db/audit-chain.ts'
import { digestOf } from '../../db/canonical-json.ts'
import { listMunicipalityIds } from '../../db/queries/list-municipality-ids.ts'
import { tryLead } from '../../db/queries/try-lead.ts'
import { auditEntry } from '../../db/schema/journals.ts'
import type { CheckpointConfig } from '../config.ts'
import type { Deps } from '../deps.ts'
import { NO_CHECKPOINT, signerOf } from './checkpoint.ts'
import type { SignedCheckpoint } from './checkpoint.ts'
import { addCheckpoint, readCheckpoints } from './checkpoint-folder.ts'

const mostAtOnce = 1000

type Tools = Pick<Deps, 'db' | 'log' | 'now'>

export interface Checkpoints {
  /** A town's checkpoints, oldest first. */
  of(municipality: string): Promise<SignedCheckpoint[]>
  /** Writes down what every town's register has grown by. */
  write(): Promise<void>
  stop(): Promise<void>
}

/**
 * Carries the heads of the towns' registers out of the database, signed, into a folder that whoever runs the database should not be able to
 * change. Writes nothing over a register that contradicts its last checkpoint: that is an alarm, not a new truth.
 */
export function startCheckpoints(tools: Tools, config: CheckpointConfig): Checkpoints {
  const signer = signerOf(readFileSync(config.keyFile, 'utf8'))
  mkdirSync(config.folder, { recursive: true })
  const writeTown = async (municipality: string): Promise<void> => {
    const written = await readCheckpoints(config.folder, municipality)
    let before = written.at(-1)
    for (;;) {
      const grown = await growth(tools, municipality, placeOf(before))
      if (grown === 'contradiction') {
        tools.log.error({ municipality, seq: before?.seq ?? 1 }, 'the audit log contradicts its checkpoint')
        return
      }
      const last = grown.at(-1)
      if (!last) return
      const prev = before ? digestOf(before) : NO_CHECKPOINT
      const hashes = grown.map(entry => entry.hash)
      before = signer.sign({ format: 'iter-checkpoint/1', municipality, seq: last.seq, hashes, at: tools.now(), prev })
      await addCheckpoint(config.folder, before)
    }
  }
  const round = async (): Promise<void> => {
    const towns = await tools.db.global(listMunicipalityIds)
    // Copies of the server may share the folder: one writes at a time.
    await tools.db.global(async tx => {
      if (!(await tryLead(tx, 'audit-checkpoints'))) return
      for (const town of towns) await writeTown(town)
    })
  }
  return { of: municipality => readCheckpoints(config.folder, municipality), ...repeated(round, tools, config) }
}

const placeOf = (checkpoint: SignedCheckpoint | undefined): Checkpoint => ({
  seq: checkpoint?.seq ?? 0,
  hash: checkpoint?.hashes.at(-1) ?? CHAIN_START,
})

/** The entries after a checkpoint, each linked to the one before; the checkpoint's own entry must still be there as it was. */
async function growth({ db }: Tools, municipality: string, from: Checkpoint): Promise<Checkpoint[] | 'contradiction'> {
  const entries = await db.withTenants([municipality], tx =>
    tx
      .select()
      .from(auditEntry)
      .where(and(eq(auditEntry.municipalityId, municipality), gte(auditEntry.seq, Math.max(from.seq, 1))))
      .orderBy(asc(auditEntry.seq))
      .limit(mostAtOnce + 1),
  )
  const own = from.seq === 0 ? from : entries.shift()
  if (own?.seq !== from.seq || own.hash !== from.hash) return 'contradiction'
  let last = from
  for (const entry of entries.slice(0, mostAtOnce)) {
    if (faultOf(last, entry) !== null) return 'contradiction'
    last = entry
  }
  return entries.slice(0, mostAtOnce)
}

function repeated(
  round: () => Promise<void>,
  { log }: Tools,
  { everySeconds }: CheckpointConfig,
): Pick<Checkpoints, 'write' | 'stop'> {
  let running: Promise<void> = Promise.resolve()
  const write = (): Promise<void> => {
    const next = running.then(round)
    running = next.catch((error: unknown) => log.error({ err: error }, 'the audit checkpoints could not be written'))
    return next
  }
  const timer = setInterval(() => void write().catch(() => undefined), everySeconds * 1000)
  void write().catch(() => undefined)
  return {
    write,
    stop: async () => {
      clearInterval(timer)
      await running
    },
  }
}
