import type { Request } from 'express'
import { subscriptionKeys } from '../credentials.ts'
import {
  createService,
  explain,
  jsonOf,
  pathParam,
  problem,
  queryParam,
  type Answer,
  type Service,
  type Witness,
} from '../service.ts'
import { towns } from '../towns.ts'
import type { Book } from './book.ts'
import { getReceipt, listReceipts } from './receipt-routes.ts'
import { newPositionSchema, statusSchema, type NewPosition, type Position } from './model.ts'
import { faultOf, mayDo, payFault, type PositionAct } from './rules.ts'
import { publicly } from './view.ts'

export type Act = (organization: string, request: Request) => Answer

const gpd = '/gpd/debt-positions-service/v1/organizations/:organization'
const receipts = '/bizevents/service/v1/organizations/:organization/receipts'

/** GPD debt positions, v1, and the receipts of Biz Events. */
export function createPagopa(book: Book, witness: Witness, now: () => Date): Service {
  const service = createService('pagopa', witness)
  const positions = `${gpd}/debtpositions`
  service.on('post', positions, 'createPosition', authorised(createPosition(book, now)))
  service.on('get', positions, 'listPositions', authorised(listPositions(book)))
  service.on('get', `${positions}/:iupd`, 'getPosition', authorised(known(book, position => ok(publicly(position)))))
  service.on('put', `${positions}/:iupd`, 'updatePosition', authorised(updatePosition(book, now)))
  service.on('delete', `${positions}/:iupd`, 'deletePosition', authorised(known(book, deletePosition(book))))
  service.on('post', `${positions}/:iupd/publish`, 'publishPosition', authorised(known(book, publishPosition(book))))
  service.on(
    'post',
    `${positions}/:iupd/invalidate`,
    'invalidatePosition',
    authorised(known(book, invalidatePosition(book))),
  )
  service.on('post', `${gpd}/paymentoptions/paids/:nav`, 'markPaid', authorised(markPaid(book, now)))
  service.on('get', receipts, 'listReceipts', authorised(listReceipts(book)))
  service.on('get', `${receipts}/:iur`, 'getReceipt', authorised(getReceipt(book)))
  service.on('get', `${receipts}/:iur/paymentoptions/:iuv`, 'getReceipt', authorised(getReceipt(book)))
  return service
}

/** Refuses calls without the town's key, or about another organisation. */
export function authorised(act: Act): (request: Request) => Answer {
  return request => {
    const key = request.get('ocp-apim-subscription-key') ?? ''
    const town = towns.find(one => subscriptionKeys.pagopa(one.code) === key)
    const organization = pathParam(request, 'organization')
    if (!town) return problem(401, 'Unauthorized', 'Access denied due to invalid subscription key.')
    if (town.fiscalCode !== organization) {
      return problem(403, 'Forbidden', `The key does not belong to a broker of organization ${organization}.`)
    }
    return act(organization, request)
  }
}

/** Finds the position of the path, or answers 404. */
function known(book: Book, act: (position: Position) => Answer): Act {
  return (organization, request) => {
    const iupd = pathParam(request, 'iupd')
    const position = book.find(organization, iupd)
    return position ? { ...act(position), key: iupd } : { ...missing(organization, iupd), key: iupd }
  }
}

function createPosition(book: Book, now: () => Date): Act {
  return (organization, request) => {
    const read = readPosition(request, now())
    if ('status' in read) return read
    const { position } = read
    const key = position.iupd
    const taken = book.taken(organization, position)
    if (taken) return { ...conflict(`A debt position with ${taken} is already present for ${organization}.`), key }
    const created = book.create(organization, position, wantsPublishing(request))
    return { status: 201, body: publicly(created), key, effect: { kind: 'position', id: `${organization}/${key}` } }
  }
}

function updatePosition(book: Book, now: () => Date): Act {
  return (organization, request) => {
    const read = readPosition(request, now())
    if ('status' in read) return read
    const iupd = pathParam(request, 'iupd')
    const before = book.find(organization, iupd)
    if (!before) return { ...missing(organization, iupd), key: iupd }
    if (read.position.iupd !== iupd) return problem(400, 'Bad Request', 'The iupd of the body is not that of the path.')
    const refusal = refusalOf('update', before)
    return refusal ?? { ...ok(publicly(book.update(before, read.position, wantsPublishing(request)))), key: iupd }
  }
}

function publishPosition(book: Book): (position: Position) => Answer {
  return position => {
    const id = `${position.organizationFiscalCode}/${position.iupd}`
    return (
      refusalOf('publish', position) ?? { ...ok(publicly(book.publish(position))), effect: { kind: 'publication', id } }
    )
  }
}

function invalidatePosition(book: Book): (position: Position) => Answer {
  return position => {
    const id = `${position.organizationFiscalCode}/${position.iupd}`
    return (
      refusalOf('invalidate', position) ?? {
        ...ok(publicly(book.invalidate(position))),
        effect: { kind: 'annulment', id },
      }
    )
  }
}

function deletePosition(book: Book): (position: Position) => Answer {
  return position => {
    const refusal = refusalOf('delete', position)
    if (refusal) return refusal
    book.remove(position)
    return ok('Debt position was successfully deleted')
  }
}

function listPositions(book: Book): Act {
  return (organization, request) => {
    const limit = Math.min(Math.max(Number(queryParam(request, 'limit') ?? 10), 1), 50)
    const page = Math.max(Number(queryParam(request, 'page') ?? 0), 0)
    const status = queryParam(request, 'status')
    if (status !== undefined && !statusSchema.safeParse(status).success) {
      return problem(400, 'Bad Request', `Unknown status ${status}.`)
    }
    const from = queryParam(request, 'due_date_from') ?? ''
    const to = queryParam(request, 'due_date_to') ?? '9999'
    const found = book
      .positions(organization)
      .filter(one => status === undefined || one.status === status)
      .filter(one => one.paymentOption.some(option => option.dueDate >= from && option.dueDate.slice(0, 10) <= to))
    const shown = found.slice(page * limit, (page + 1) * limit)
    const info = { page, limit, items_found: shown.length, total_pages: Math.ceil(found.length / limit) }
    return ok({ payment_position_list: shown.map(publicly), page_info: info })
  }
}

function markPaid(book: Book, now: () => Date): Act {
  return (organization, request) => {
    const nav = pathParam(request, 'nav')
    const position = book.findByNav(organization, nav)
    if (!position) return { ...missing(organization, nav), key: nav }
    const fault = payFault(position, nav)
    if (fault !== null) return { ...conflict(`The notice ${nav} cannot be paid (${fault}).`), key: nav }
    const paid = book.markPaid(position, nav, now().toISOString())
    const option = paid.paymentOption.find(one => one.nav === nav)
    return {
      ...ok({ ...option, organizationFiscalCode: organization }),
      key: nav,
      effect: { kind: 'payment', id: nav },
    }
  }
}

function readPosition(request: Request, now: Date): { position: NewPosition } | Answer {
  const parsed = newPositionSchema.safeParse(jsonOf(request))
  if (!parsed.success) return problem(400, 'Bad Request', explain(parsed.error))
  const fault = faultOf(parsed.data, now)
  return fault ? problem(400, 'Bad Request', fault) : { position: parsed.data }
}

function wantsPublishing(request: Request): boolean {
  return queryParam(request, 'toPublish') === 'true'
}

function refusalOf(act: PositionAct, position: Position): Answer | null {
  if (mayDo(act, position.status)) return null
  return conflict(`Debt position ${position.iupd} is ${position.status}: it cannot be the object of "${act}".`)
}

function conflict(detail: string): Answer {
  return problem(409, 'Conflict', detail)
}

function missing(organization: string, code: string): Answer {
  return problem(404, 'No debt position found', `No debt position ${code} for organization ${organization}.`)
}

function ok(body: unknown): Answer {
  return { status: 200, body }
}
