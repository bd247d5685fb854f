import { randomBytes } from 'node:crypto'
import type { NewPosition, Position, Receipt, StoredOption } from './model.ts'
import { receiptOf } from './receipt.ts'
import { atInstant, publishedStatus } from './rules.ts'
import { positionId, type Shelf } from './shelf.ts'

/** Reads and changes debt positions; what may be done in which state is asked of the rules before. */
export interface Book {
  find: (organization: string, iupd: string) => Position | null
  findByNav: (organization: string, nav: string) => Position | null
  positions: (organization?: string) => Position[]
  /** What of this position is already taken: its iupd, or an option's iuv or nav; null when nothing. */
  taken: (organization: string, position: NewPosition) => string | null
  create: (organization: string, position: NewPosition, publish: boolean) => Position
  update: (before: Position, position: NewPosition, publish: boolean) => Position
  publish: (position: Position) => Position
  invalidate: (position: Position) => Position
  remove: (position: Position) => void
  pay: (position: Position, nav: string) => Receipt
  /** A second receipt for a notice that is already paid. */
  payAgain: (position: Position, nav: string) => Receipt
  markPaid: (position: Position, nav: string, paymentDate: string) => Position
  receipts: (organization?: string) => Receipt[]
  /** This receipt will neither be sent nor listed. */
  lose: (receipt: Receipt) => void
  isLost: (receipt: Receipt) => boolean
}

export function createBook(shelf: Shelf, now: () => Date): Book {
  const put = (position: Position): Position => {
    const stamped = { ...position, lastUpdatedDate: now().toISOString() }
    shelf.write({ type: 'position', position: stamped })
    return stamped
  }
  const read = (id: string): Position | null => {
    const found = shelf.positions.get(id)
    return found ? atInstant(found, now()) : null
  }
  const receipt = (position: Position, nav: string): Receipt => {
    const made = receiptOf(position, optionOf(position, nav), randomBytes(16).toString('hex'), now())
    shelf.write({ type: 'receipt', receipt: made })
    return made
  }
  return {
    find: (organization, iupd) => read(positionId(organization, iupd)),
    findByNav: (organization, nav) => read(shelf.codes.get(`${organization}/${nav}`) ?? ''),
    positions: organization =>
      [...shelf.positions.values()]
        .filter(one => organization === undefined || one.organizationFiscalCode === organization)
        .map(one => atInstant(one, now())),
    taken: (organization, position) => taken(shelf, organization, position),
    create: (organization, position, publish) => put(fresh(organization, position, publish, now())),
    update: (before, position, publish) => {
      const next = fresh(before.organizationFiscalCode, position, publish, now())
      return put({ ...next, insertedDate: before.insertedDate })
    },
    publish: position =>
      put({ ...position, status: publishedStatus(position, now()), publishDate: now().toISOString() }),
    invalidate: position => put({ ...position, status: 'INVALID' }),
    remove: position =>
      shelf.write({ type: 'deleted', organization: position.organizationFiscalCode, iupd: position.iupd }),
    pay: (position, nav) => {
      const made = receipt(position, nav)
      put(paid(position, nav, made.paymentDateTimeFormatted, made.receiptId))
      return made
    },
    payAgain: receipt,
    markPaid: (position, nav, paymentDate) => put(paid(position, nav, paymentDate, null)),
    receipts: organization =>
      [...shelf.receipts.values()].filter(one => organization === undefined || one.fiscalCode === organization),
    lose: ({ receiptId }) => shelf.write({ type: 'lost', receiptId }),
    isLost: ({ receiptId }) => shelf.lost.has(receiptId),
  }
}

/** The notice number of an option: the only layout in force is auxiliary digit 3, then the IUV. */
function navOf(option: NewPosition['paymentOption'][number]): string {
  return option.nav ?? `3${option.iuv}`
}

function fresh(organization: string, position: NewPosition, publish: boolean, now: Date): Position {
  const at = now.toISOString()
  return {
    ...position,
    organizationFiscalCode: organization,
    status: publish ? publishedStatus(position, now) : 'DRAFT',
    ...(publish && { publishDate: at }),
    insertedDate: at,
    lastUpdatedDate: at,
    paymentOption: position.paymentOption.map(option => ({ ...option, nav: navOf(option), status: 'PO_UNPAID' })),
  }
}

function taken(shelf: Shelf, organization: string, position: NewPosition): string | null {
  const id = positionId(organization, position.iupd)
  if (shelf.positions.has(id)) return `iupd ${position.iupd}`
  for (const option of position.paymentOption) {
    if (shelf.codes.has(`${organization}/${option.iuv}`)) return `iuv ${option.iuv}`
    if (shelf.codes.has(`${organization}/${navOf(option)}`)) return `nav ${navOf(option)}`
  }
  return null
}

function optionOf(position: Position, nav: string): StoredOption {
  const option = position.paymentOption.find(one => one.nav === nav)
  if (!option) throw new Error(`Position ${position.iupd} has no notice ${nav}.`)
  return option
}

function paid(position: Position, nav: string, at: string, receiptId: string | null): Position {
  const how =
    receiptId === null ? {} : { idReceipt: receiptId, pspCompany: 'Banca di prova', paymentMethod: 'creditCard' }
  const paymentOption = position.paymentOption.map(option =>
    option.nav === nav ? { ...option, ...how, status: 'PO_PAID' as const, paymentDate: at } : option,
  )
  const whole = paymentOption.some(option => option.status === 'PO_PAID' && !option.isPartialPayment)
  const instalments = paymentOption.filter(option => option.isPartialPayment)
  const every = instalments.length > 0 && instalments.every(option => option.status === 'PO_PAID')
  return whole || every
    ? { ...position, paymentOption, status: 'PAID', paymentDate: at }
    : { ...position, paymentOption, status: 'PARTIALLY_PAID' }
}
