import { randomUUID } from 'node:crypto'
import { takeFile } from '../../activities/reconciliation/take-file.ts'
import { insertChunk } from '../../db/queries/reconciliation/payment-files.ts'
import { paymentFile } from '../../db/schema/payment-files.ts'
import { aJournal } from '../../reconciliation/samples/journal.ts'
import { aReport } from '../../reconciliation/samples/report.ts'
import type { Stage } from './database.ts'

const piece = 1_048_576

export const flowIdOf = (n: number): string => `2026-11-20BPPIITRRXXX-${String(n).padStart(7, '0')}`
export const iuvOf = (n: number): string => `01${String(n).padStart(15, '0')}`

/** A report of `rows` payments of 84 euros, and the journal that brings its money among `others` other movements. */
export function reportOf(flow: number, { rows, firstIuv }: { rows: number; firstIuv: number }): string {
  return aReport({
    flowId: flowIdOf(flow),
    trn: `TRN-${flow}`,
    total: `${84 * rows}.00`,
    rows: Array.from({ length: rows }, (_, index) => ({ iuv: iuvOf(firstIuv + index), amount: '84.00' })),
  })
}

export function journalOf(flow: number, { rows, others }: { rows: number; others: number }): string {
  const own = { number: String(1_000_000 + flow), amount: `${84 * rows}.00`, cause: causeOf(flow) }
  const rest = Array.from({ length: others }, (_, index) => ({
    number: String(2_000_000 + flow * 1_000 + index),
    amount: '12.00',
    cause: 'AFFITTO SALA',
  }))
  return aJournal({ movements: [own, ...rest] })
}

export const causeOf = (flow: number): string => `/PUR/LGPE-RIVERSAMENTO/URI/${flowIdOf(flow)}`

/** Stores a file as an upload does. */
export async function upload({ db, town }: Stage, kind: 'report' | 'journal', content: Buffer): Promise<string> {
  return db.withTenants([town], async tx => {
    const id = randomUUID()
    const file = { municipalityId: town, id, kind, name: 'bench.xml', sha256: id, size: content.length } as const
    await tx.insert(paymentFile).values({ ...file, source: 'upload', state: 'received' })
    for (let at = 0; at < content.length; at += piece) {
      const bytes = content.subarray(at, at + piece)
      await insertChunk(tx, { municipality: town, fileId: id, number: at / piece, bytes })
    }
    return id
  })
}

/** What something took by the clock, and by the processors: under load only the latter says what it costs. */
export interface Took {
  seconds: number
  cpu: number
}

/** Reads, checks, stores and matches a stored file. */
export async function take({ db, town, cpu }: Stage, fileId: string): Promise<Took> {
  const [begun, used] = [performance.now(), cpu()]
  const state = await takeFile({ db, alive: () => {} }, { municipality: town, fileId })
  if (state !== 'taken') throw new Error(`A file of the measurement was ${state}`)
  return { seconds: (performance.now() - begun) / 1000, cpu: cpu() - used }
}
