import type { Text } from '../../../engine/json.ts'
import { localDate } from '../../../engine/terms/instants.ts'
import { filesOf, traps } from '../../../reconciliation/traps.ts'
import type { SampleFile } from '../../../reconciliation/traps/trap.ts'
import type { Book } from '../pagopa/book.ts'
import type { Witness } from '../service.ts'
import { townByFiscalCode, towns } from '../towns.ts'
import { type CollectedDay, collectedDays } from './collected.ts'
import type { Payout, Payouts } from './payouts.ts'

/** What plays provider and treasury bank. */
export interface MoneyRoom {
  book: Book
  payouts: Payouts
  witness: Witness
  now: () => Date
}

export type FileKind = 'report' | 'journal' | 'file'

/** A payout as the control API and the page show it. */
export interface PayoutView {
  number: number
  organization: { fiscalCode: string; name: string }
  psp: { code: string; name: string }
  day: string
  trap: { number: number; id: string; title: Text; what: Text } | null
  payments: number
  files: { number: number; kind: FileKind; name: string; handedAt: string | null }[]
  /** What comes next when it is asked for. */
  next: FileKind | null
}

export const collected = ({ book, payouts }: MoneyRoom): CollectedDay[] =>
  collectedDays(
    book,
    towns.map(town => town.fiscalCode),
    payouts.isReported,
  )

export const payoutViews = ({ payouts }: MoneyRoom): PayoutView[] => payouts.all().map(viewOf).toReversed()

export interface Order {
  organizationFiscalCode: string
  /** Number of the trap; none for an ordinary day. */
  trap?: number | undefined
  /** One provider or day only. */
  psp?: string | undefined
  day?: string | undefined
}

/** Reports what was paid: a payout for each provider and day. Traps about files and other bodies need no payment. */
export function makePayouts(room: MoneyRoom, order: Order): { made: PayoutView[] } | { refusal: Text } {
  const trap = traps.find(one => one.number === order.trap)
  if (order.trap !== undefined && trap === undefined) return { refusal: words.noTrap }
  if (townByFiscalCode(order.organizationFiscalCode) === undefined) return { refusal: words.noTown }
  const days = collected(room)
    .filter(one => one.organization === order.organizationFiscalCode)
    .filter(one => order.psp === undefined || one.psp.code === order.psp)
    .filter(one => order.day === undefined || one.day === order.day)
  if (days.length === 0 && trap === undefined) return { refusal: words.nothingPaid }
  const wanted = days.length > 0 ? days : [emptyDay(order.organizationFiscalCode, room.now())]
  const results = wanted.map(day => room.payouts.make(day, trap?.id ?? null))
  const made = results.flatMap(one => ('refusal' in one ? [] : viewOf(one)))
  for (const one of made) for (const file of one.files) if (file.handedAt !== null) witness(room, one, file)
  const refused = results.find(one => 'refusal' in one)
  return made.length === 0 && refused !== undefined && 'refusal' in refused ? { refusal: refused.refusal } : { made }
}

/** Publishes the next report, or hands out the next journal. */
export function goOn(room: MoneyRoom, number: number): PayoutView | null {
  const payout = room.payouts.find(number)
  if (payout === undefined) return null
  const index = payout.handed.indexOf(null)
  room.payouts.next(payout)
  const view = viewOf(payout)
  const file = view.files[index]
  if (file !== undefined) witness(room, view, file)
  return view
}

/** A file that was handed out, to be downloaded. */
export function fileOf({ payouts }: MoneyRoom, number: number, file: number): { name: string; bytes: Buffer } | null {
  const payout = payouts.find(number)
  if (payout === undefined || (payout.handed[file - 1] ?? null) === null) return null
  const found = filesOf(payout)[file - 1]
  return found === undefined ? null : { name: nameOf(payout, found.name), bytes: found.bytes }
}

function viewOf(payout: Payout): PayoutView {
  const trap = traps.find(one => one.id === payout.trap)
  const kinds = payout.files.map(file => kindOf(file, payout.files))
  const { number, psp, day, organization: fiscalCode, collections, handed } = payout
  return {
    number,
    organization: { fiscalCode, name: townByFiscalCode(fiscalCode)?.name ?? fiscalCode },
    psp,
    day,
    trap: trap === undefined ? null : { number: trap.number, id: trap.id, title: trap.title, what: trap.what },
    payments: collections.length,
    files: filesOf(payout).map(({ name }, index) => ({
      number: index + 1,
      kind: kinds[index] ?? 'file',
      name: nameOf(payout, name),
      handedAt: handed[index] ?? null,
    })),
    next: kinds[handed.indexOf(null)] ?? null,
  }
}

const nameOf = ({ number }: Payout, name: string): string => `versamento-${number}-${name}`

function kindOf(file: SampleFile, all: SampleFile[]): FileKind {
  switch (file.type) {
    case 'report':
      return 'report'
    case 'journal':
    case 'pages':
      return 'journal'
    case 'text':
      return 'file'
    case 'again': {
      const first = all[file.of - 1]
      return first === undefined ? 'file' : kindOf(first, all)
    }
  }
}

function emptyDay(organization: string, now: Date): CollectedDay {
  const day = localDate(now.toISOString())
  return { organization, psp: { code: 'BPRVITMMXXX', name: 'Banca di prova' }, day, collections: [] }
}

function witness({ witness: { ledger } }: MoneyRoom, payout: PayoutView, file: PayoutView['files'][number]): void {
  ledger.record({
    platform: 'pagopa',
    call: file.kind === 'journal' ? 'pagopa.makeJournal' : 'pagopa.makeReport',
    method: 'POST',
    path: `/psp/payouts/${payout.number}`,
    correlation: null,
    key: file.name,
    status: 200,
    effect: { kind: file.kind === 'journal' ? 'journal' : 'report', id: file.name },
  })
}

const words = {
  noTrap: { it: 'Nessuna trappola ha questo numero.', en: 'No trap has this number.' },
  noTown: {
    it: 'Nessun comune della sandbox ha questo codice fiscale.',
    en: 'No town of the sandbox has this fiscal code.',
  },
  nothingPaid: {
    it: 'Nulla da rendicontare: paga prima un avviso.',
    en: 'There is nothing to report: pay a notice first.',
  },
}
