import { z } from 'zod'
import { openJournal } from '../journal.ts'
import { positionSchema, receiptSchema, type Position, type Receipt } from './model.ts'

export const callbackSchema = z.object({ url: z.url(), token: z.string().min(1) })

const recordSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('position'), position: positionSchema }),
  z.object({ type: z.literal('deleted'), organization: z.string(), iupd: z.string() }),
  z.object({ type: z.literal('receipt'), receipt: receiptSchema }),
  z.object({ type: z.literal('pushed'), receiptId: z.string() }),
  z.object({ type: z.literal('lost'), receiptId: z.string() }),
  z.object({ type: z.literal('callback'), organization: z.string(), callback: callbackSchema }),
])

type Entry = z.infer<typeof recordSchema>

/** Where a creditor wants its receipts, and the bearer token it asks for. */
export type Callback = z.infer<typeof callbackSchema>

/** What the payment platform remembers, with the indexes that keep its answers quick. */
export interface Shelf {
  /** By `<organization>/<iupd>`. */
  positions: ReadonlyMap<string, Position>
  /** `<organization>/<nav>` and `<organization>/<iuv>` to the position's key. */
  codes: ReadonlyMap<string, string>
  receipts: ReadonlyMap<string, Receipt>
  pushed: ReadonlySet<string>
  /** Receipts that were never sent nor listed: they can only be asked for by their id. */
  lost: ReadonlySet<string>
  callbacks: ReadonlyMap<string, Callback>
  write: (entry: Entry) => void
}

export function openShelf(file: string): Shelf {
  const journal = openJournal(file, recordSchema)
  const shelf = {
    positions: new Map<string, Position>(),
    codes: new Map<string, string>(),
    receipts: new Map<string, Receipt>(),
    pushed: new Set<string>(),
    lost: new Set<string>(),
    callbacks: new Map<string, Callback>(),
  }
  const forget = (id: string): void => {
    for (const code of codesOf(shelf.positions.get(id))) shelf.codes.delete(code)
    shelf.positions.delete(id)
  }
  const apply = (entry: Entry): void => {
    switch (entry.type) {
      case 'position': {
        const id = positionId(entry.position.organizationFiscalCode, entry.position.iupd)
        for (const code of codesOf(shelf.positions.get(id))) shelf.codes.delete(code)
        for (const code of codesOf(entry.position)) shelf.codes.set(code, id)
        shelf.positions.set(id, entry.position)
        return
      }
      case 'deleted':
        return forget(positionId(entry.organization, entry.iupd))
      case 'receipt':
        shelf.receipts.set(entry.receipt.receiptId, entry.receipt)
        return
      case 'pushed':
        shelf.pushed.add(entry.receiptId)
        return
      case 'lost':
        shelf.lost.add(entry.receiptId)
        return
      case 'callback':
        shelf.callbacks.set(entry.organization, entry.callback)
    }
  }
  for (const entry of journal.entries) apply(entry)
  const write = (entry: Entry): void => {
    journal.append(entry)
    apply(entry)
  }
  return { ...shelf, write }
}

export function positionId(organization: string, iupd: string): string {
  return `${organization}/${iupd}`
}

function codesOf(position: Position | undefined): string[] {
  if (!position) return []
  const organization = position.organizationFiscalCode
  return position.paymentOption.flatMap(option => [`${organization}/${option.nav}`, `${organization}/${option.iuv}`])
}
