import type { Tx } from '../../db/client.ts'
import {
  insertMovements,
  insertParts,
  type NewMovement,
  type NewPart,
} from '../../db/queries/reconciliation/insert-movements.ts'
import { type NewReference, replaceReferences } from '../../db/queries/reconciliation/replace-references.ts'
import { updateEntries } from '../../db/queries/reconciliation/update-entries.ts'
import { digestOf } from '../../db/canonical-json.ts'
import { readCause } from '../../reconciliation/cause.ts'
import { FileRefused } from '../../reconciliation/readers/file-refused.ts'
import type { Journal, JournalFilePiece } from '../../reconciliation/readers/journal-file.ts'
import type { JournalMovement } from '../../reconciliation/readers/journal.ts'
import type { Touched } from './settle.ts'
import type { Town } from './take-report.ts'

export interface TakenJournal {
  journal: Journal
  read: { count: number; cents: number }
  touched: Touched
}

interface Waiting {
  position: number
  movement: JournalMovement
}

/**
 * Stores a cash journal's movements and brings its entries up to date; the caller's transaction makes it whole or nothing.
 * @throws FileRefused when it is another body's
 */
export async function takeJournal(
  tx: Tx,
  { municipality, ownership }: Town,
  fileId: string,
  pieces: AsyncIterable<JournalFilePiece>,
): Promise<TakenJournal> {
  const waiting: Waiting[] = []
  const read = { count: 0, cents: 0 }
  for await (const piece of pieces) {
    if (piece.type === 'end') {
      const { journal } = piece
      refuseForeign(journal, ownership.fiscalCode)
      await storeMovements(tx, { municipality, fileId, journal }, waiting)
      return { journal, read, touched: await entriesOf(tx, municipality, fileId) }
    }
    for (const movement of piece.movements) {
      read.count += 1
      read.cents += Math.abs(movement.cents)
      waiting.push({ position: read.count, movement })
    }
  }
  throw new Error('a journal was read without an end')
}

async function storeMovements(
  tx: Tx,
  { municipality, fileId, journal }: { municipality: string; fileId: string; journal: Journal },
  waiting: Waiting[],
): Promise<void> {
  const [page] = journal.pages
  if (page === undefined) return
  const { bank, exercise } = page
  const identity = identifier(bank, exercise)
  const batch = 2_000
  for (let at = 0; at < waiting.length; at += batch) {
    const rows = waiting
      .slice(at, at + batch)
      .map(({ position, movement: { closes: _closes, ...movement } }): NewMovement => ({
        ...movement,
        position,
        bank,
        exercise,
        identity: identity(movement),
      }))
    await insertMovements(tx, municipality, fileId, rows)
  }
  const parts = waiting.flatMap(({ position, movement }) =>
    closedBy(movement).map((part): NewPart => ({ ...part, position, bank, exercise })),
  )
  if (parts.length > 0) await insertParts(tx, municipality, fileId, parts)
}

/** A regularisation names the entries that it closes, or is itself written on the entry's number. */
function closedBy(movement: JournalMovement): { number: string; cents: number }[] {
  const sign = { REGOLARIZZATO: 1, RIPRISTINATO: -1 }[movement.operation]
  if (sign === undefined || movement.type !== 'ENTRATA') return []
  const own = { number: movement.billNumber ?? movement.documentNumber, cents: Math.abs(movement.cents) }
  const isOwn = movement.closes.length === 0 && movement.documentType === 'SOSPESO ENTRATA'
  return (isOwn ? [own] : movement.closes).map(({ number, cents }) => ({ number, cents: sign * cents }))
}

/** Overlapping journals bring the same movement twice; one journal may hold two equal ones, which are told apart by their count. */
function identifier(bank: string, exercise: number) {
  const seen = new Map<string, number>()
  return (movement: Omit<JournalMovement, 'closes'>): string => {
    const { page: _page, line: _line, valueOn: _valueOn, customer: _customer, ...what } = movement
    const digest = digestOf({ bank, exercise, ...what })
    const count = (seen.get(digest) ?? 0) + 1
    seen.set(digest, count)
    return count === 1 ? digest : `${digest}/${count}`
  }
}

async function entriesOf(tx: Tx, municipality: string, fileId: string): Promise<Touched> {
  const entries = await updateEntries(tx, municipality, fileId)
  const references = entries.flatMap(({ id, cause }) => referencesOf(id, cause))
  const ids = entries.map(entry => entry.id)
  await replaceReferences(tx, municipality, ids, references)
  return { entries: ids }
}

function referencesOf(entryId: string, cause: string): NewReference[] {
  return readCause(cause).references.map(reference => ({ ...reference, entryId }))
}

function refuseForeign({ pages: [page] }: Journal, fiscalCode: string): void {
  if (page === undefined || page.body === fiscalCode) return
  throw new FileRefused('other-body', {
    it: `Il giornale di cassa è di ${page.bodyName} (${page.body}), non di questo comune (${fiscalCode}): caricarlo nel comune giusto.`,
    en: `The cash journal is of ${page.bodyName} (${page.body}), not of this town (${fiscalCode}): upload it to the right one.`,
  })
}
