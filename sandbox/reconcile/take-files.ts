import { createHash } from 'node:crypto'
import { journalReport } from '../../activities/reconciliation/file-report.ts'
import { settle } from '../../activities/reconciliation/settle.ts'
import { takeJournal } from '../../activities/reconciliation/take-journal.ts'
import { takeReport, type TakenReport, type Town } from '../../activities/reconciliation/take-report.ts'
import type { Db, Tx } from '../../db/client.ts'
import { takePaymentFile } from '../../db/queries/reconciliation/payment-files.ts'
import { sumMovements } from '../../db/queries/reconciliation/sum-movements.ts'
import { paymentFile } from '../../db/schema/payment-files.ts'
import { importReport } from '../../reconciliation/import-report.ts'
import { isFileRefused } from '../../reconciliation/readers/file-refused.ts'
import { readJournalFile } from '../../reconciliation/readers/journal-file.ts'
import { readReportXml } from '../../reconciliation/readers/report-xml.ts'
import { isZip } from '../../reconciliation/readers/unzip.ts'
import { anomalyWords } from '../../reconciliation/words.ts'
import type { InputFile } from './input.ts'
import type { FileOutcome } from './outcome.ts'

export interface TakenFile {
  outcome: FileOutcome
  /** Of a journal that was taken: how it stands once all files have come is asked for later. */
  journal: { fileId: string; read: { count: number; cents: number } } | null
}

/** Enough of a file's beginning to see what it is. */
const headBytes = 4_096

/** Takes files in their order, each whole or not at all, by the very code that takes them in Iter. */
export async function takeFiles(db: Db, town: Town, files: InputFile[]): Promise<TakenFile[]> {
  const taken: TakenFile[] = []
  for (const file of files) {
    const { sha256, kind } = await lookAt(file)
    const about = { name: file.name, sha256, kind, problem: null, report: null, journal: null }
    const same = taken.find(it => it.outcome.sha256 === sha256 && it.outcome.state !== 'refused')
    if (same !== undefined) {
      taken.push({ outcome: { ...about, state: 'known', sameAs: same.outcome.name }, journal: null })
      continue
    }
    try {
      taken.push(await db.withTenants([town.municipality], tx => takeOne(tx, town, file, about)))
    } catch (error) {
      if (!isFileRefused(error)) throw error
      const { code, text, place } = error
      taken.push({
        outcome: { ...about, state: 'refused', sameAs: null, problem: { code, text, place } },
        journal: null,
      })
    }
  }
  return taken
}

/** The import report of a journal as it stands now. */
export async function reportNow(tx: Tx, municipality: string, { fileId, read }: NonNullable<TakenFile['journal']>) {
  return importReport(await sumMovements(tx, municipality, fileId), read)
}

type About = Pick<FileOutcome, 'name' | 'sha256' | 'kind' | 'problem' | 'report' | 'journal'>

async function takeOne(tx: Tx, town: Town, file: InputFile, about: About): Promise<TakenFile> {
  const { municipality } = town
  const { name, sha256, kind } = about
  const [made] = await tx
    .insert(paymentFile)
    .values({ municipalityId: municipality, kind, name, sha256, size: 0, source: 'upload', state: 'reading' })
    .returning({ id: paymentFile.id })
  if (made === undefined) throw new Error('The file was not noted')
  if (kind === 'report') {
    const taken = await takeReport(tx, town, made.id, readReportXml(file.chunks()))
    await settle(tx, town, taken.touched)
    return { outcome: { ...about, ...reportOutcome(taken) }, journal: null }
  }
  const taken = await takeJournal(tx, town, made.id, readJournalFile(file.chunks()))
  await settle(tx, town, taken.touched)
  const report = await journalReport(tx, { municipality, fileId: made.id }, taken)
  const format = `opi-${taken.journal.version}`
  const referenceOn = taken.journal.pages[0]?.to ?? null
  await takePaymentFile(tx, { municipality, id: made.id, format, rowsRead: taken.read.count, report, referenceOn })
  const journal = { fileId: made.id, read: taken.read }
  const frozen = await reportNow(tx, municipality, journal)
  return { outcome: { ...about, state: 'taken', sameAs: null, journal: { format, frozen, now: frozen } }, journal }
}

function reportOutcome({
  header,
  isNew,
  rows,
  anomalies,
}: TakenReport): Pick<FileOutcome, 'state' | 'sameAs' | 'report'> {
  const { flowId, psp, totalCents } = header
  return {
    state: isNew ? 'taken' : 'known',
    sameAs: null,
    report: {
      flowId,
      psp,
      rows,
      totalCents,
      anomalies: anomalies.map(anomaly => ({ code: anomaly.code, text: anomalyWords(anomaly) })),
    },
  }
}

/** A zip or a cash journal by its root; everything else is read as a report, and refused as one if it is none. */
async function lookAt({ chunks }: InputFile): Promise<Pick<FileOutcome, 'sha256' | 'kind'>> {
  const hash = createHash('sha256')
  let head = Buffer.alloc(0)
  for await (const chunk of chunks()) {
    hash.update(chunk)
    if (head.length < headBytes) head = Buffer.concat([head, chunk])
  }
  // Zeroes out: UTF-16 has one beside each letter.
  const isJournal = isZip(head) || head.toString('latin1').replaceAll('\0', '').includes('flusso_giornale_di_cassa')
  return { sha256: hash.digest('hex'), kind: isJournal ? 'journal' : 'report' }
}
