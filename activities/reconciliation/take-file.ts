import { randomUUID } from 'node:crypto'
import type { Db, Tx } from '../../db/client.ts'
import { noteChange } from '../../db/queries/note-change.ts'
import { everAssigned } from '../../db/queries/reconciliation/ever-assigned.ts'
import { lockPayments } from '../../db/queries/reconciliation/lock-town.ts'
import {
  beginReading,
  chunksOf,
  findPaymentFile,
  noteRowsRead,
  type PaymentFile,
  refusePaymentFile,
  takePaymentFile,
} from '../../db/queries/reconciliation/payment-files.ts'
import { flowsOfEntries, tellFlows } from '../../db/queries/reconciliation/tell-flows.ts'
import { isFileRefused } from '../../reconciliation/readers/file-refused.ts'
import { readJournalFile } from '../../reconciliation/readers/journal-file.ts'
import { readReportRest } from '../../reconciliation/readers/report-rest.ts'
import { readReportXml } from '../../reconciliation/readers/report-xml.ts'
import { journalReport, reportReport } from './file-report.ts'
import { ownershipOf } from './ownership-of.ts'
import { settle, type Touched } from './settle.ts'
import { takeJournal } from './take-journal.ts'
import { takeReport, type Town } from './take-report.ts'

export interface FileToTake {
  municipality: string
  fileId: string
}

export interface TakeFileDeps {
  db: Db
  /** Told now and then while it reads: rows so far. */
  alive: (rows: number) => void
}

type State = PaymentFile['state']

/** Rows between two words about how far it is. */
const tellEvery = 5_000

/**
 * Reads a stored file, stores what it says and settles what it touches, whole or not at all: in one transaction, one file of a town at a time. Doing it again
 * after a crash begins anew; of a file that was taken or refused it changes nothing. A file that is wrong is refused with place and reason.
 */
export async function takeFile({ db, alive }: TakeFileDeps, { municipality, fileId }: FileToTake): Promise<State> {
  const inTown = <T>(fn: (tx: Tx) => Promise<T>) => db.withTenants([municipality], fn)
  if (!(await inTown(tx => beginReading(tx, municipality, fileId)))) return stateOf(db, { municipality, fileId })
  const progress = async (rows: number) => {
    alive(rows)
    // Beside the transaction that reads, which nobody can look into.
    await inTown(tx => noteRowsRead(tx, municipality, fileId, rows))
  }
  try {
    await inTown(async tx => {
      await lockPayments(tx, municipality)
      const file = await findPaymentFile(tx, municipality, fileId)
      if (file?.state === 'reading') await take(tx, file, progress)
    })
  } catch (error) {
    if (!isFileRefused(error)) throw error
    const { code, text, place } = error
    const problem = { code, text: { ...text }, place: { ...place } }
    await inTown(tx => refusePaymentFile(tx, { municipality, id: fileId, problem }))
  }
  return stateOf(db, { municipality, fileId })
}

/** After a person's decision about an entry, or when what it names has come: judges it again with all that was ever assigned to it, also what no longer is. */
export async function settleEntry(db: Db, { municipality, entry }: { municipality: string; entry: string }) {
  return db.withTenants([municipality], async tx => {
    await lockPayments(tx, municipality)
    const town = { municipality, ownership: await ownershipOf(tx, municipality) }
    const once = await everAssigned(tx, municipality, entry)
    const settled = await settle(tx, town, { entries: [entry], ...once })
    await tellFlows(tx, municipality, { flowKeys: once.flowKeys, about: `settled/${randomUUID()}` })
    await noteChange(tx, { municipality, resource: 'treasury-entry', resourceId: entry })
    return settled
  })
}

async function take(tx: Tx, file: PaymentFile, progress: (rows: number) => Promise<void>): Promise<void> {
  const { municipalityId: municipality, id: fileId } = file
  const town: Town = { municipality, ownership: await ownershipOf(tx, municipality) }
  const taken =
    file.kind === 'report'
      ? await takeAsReport(tx, town, file, progress)
      : await takeAsJournal(tx, town, file, progress)
  const { touched } = taken
  await settle(tx, town, touched)
  const named = await flowsOfEntries(tx, municipality, touched.entries ?? [])
  await tellFlows(tx, municipality, { flowKeys: [...(touched.flowKeys ?? []), ...named], about: fileId })
  const { format, rowsRead, referenceOn } = taken
  await takePaymentFile(tx, { municipality, id: fileId, format, rowsRead, referenceOn, report: await taken.report() })
}

interface Taken {
  touched: Touched
  format: string
  rowsRead: number
  referenceOn: string | null
  /** Made once everything is settled. */
  report: () => ReturnType<typeof journalReport>
}

async function takeAsReport(tx: Tx, town: Town, file: PaymentFile, progress: Progress): Promise<Taken> {
  const chunks = chunksOf(tx, town.municipality, file.id)
  const pieces = file.source === 'fetch' ? readReportRest(chunks) : readReportXml(chunks)
  const counted = counting(pieces, piece => (piece.type === 'rows' ? piece.rows.length : 0), progress)
  const taken = await takeReport(tx, town, file.id, counted)
  return {
    touched: taken.touched,
    format: file.source === 'fetch' ? 'fdr-rest' : 'fdr-xml',
    rowsRead: taken.rows,
    referenceOn: taken.header.regulationOn,
    report: async () => reportReport(taken),
  }
}

async function takeAsJournal(tx: Tx, town: Town, file: PaymentFile, progress: Progress): Promise<Taken> {
  const pieces = readJournalFile(chunksOf(tx, town.municipality, file.id))
  const counted = counting(pieces, piece => (piece.type === 'movements' ? piece.movements.length : 0), progress)
  const taken = await takeJournal(tx, town, file.id, counted)
  return {
    touched: taken.touched,
    format: `opi-${taken.journal.version}`,
    rowsRead: taken.read.count,
    referenceOn: taken.journal.pages[0]?.to ?? null,
    report: () => journalReport(tx, { municipality: town.municipality, fileId: file.id }, taken),
  }
}

type Progress = (rows: number) => Promise<void>

async function* counting<T>(pieces: AsyncIterable<T>, rowsIn: (piece: T) => number, progress: Progress) {
  let rows = 0
  let told = 0
  for await (const piece of pieces) {
    rows += rowsIn(piece)
    if (rows - told >= tellEvery) {
      told = rows
      await progress(rows)
    }
    yield piece
  }
}

async function stateOf(db: Db, { municipality, fileId }: FileToTake): Promise<State> {
  const file = await db.withTenants([municipality], tx => findPaymentFile(tx, municipality, fileId))
  if (file === null) throw new Error(`There is no payment file ${fileId}`)
  return file.state
}
