import { randomUUID } from 'node:crypto'

import { bearer } from '../server/api.ts'
import type { Answer, Api, Browser } from '../server/api.ts'
import { aMarkedFile, markedPdf, markerOf, peopleOf, requestOf } from './fifty-towns.ts'
import type { Town } from './fifty-towns.ts'

/** A stream of numbers that a seed gives. */
export interface Dice {
  pick<T>(from: readonly T[]): T
  below(limit: number): number
}

export function diceOf(seed: number): Dice {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (limit: number): number => Math.floor(next() * limit)
  return {
    below,
    pick: from => {
      const chosen = from[below(from.length)]
      if (chosen === undefined) throw new Error('Nothing to pick from')
      return chosen
    },
  }
}

/** What somebody does: whose it is, whose things it names, and with what they meet. */
export interface Turn {
  api: Api
  dice: Dice
  mine: Town
  /** Another town, whose ids, cursors and names have come into these hands. */
  theirs: Town
  /** Keys that everybody uses, whatever the town. */
  keys: readonly string[]
  /** Cursors that lists gave out, to whomever. */
  cursors: Map<string, string[]>
}

interface Deed {
  /** What it must be answered, when that does not depend on what others do meanwhile. */
  status?: number
  run(turn: Turn): Promise<Answer>
}

const colleagues = ({ mine }: Turn): Browser[] => [mine.clerk, mine.supervisor]
const at = (town: Town, path: string): string => `/api/v1/municipalities/${town.id}${path}`
const reading = (
  path: (turn: Turn) => string,
  who: (turn: Turn) => Browser = turn => turn.mine.administrator,
): Deed => ({
  status: 200,
  run: turn => who(turn).get(path(turn)),
})
const aClerk = (turn: Turn): Browser => turn.dice.pick(colleagues(turn))

/** A list in any order, narrowed anyhow, from the beginning or from a cursor that anybody was given. */
const listing = (name: string, options: (turn: Turn) => string[], who: (turn: Turn) => Browser): Deed => ({
  run: async turn => {
    const { dice, cursors } = turn
    const query = new URLSearchParams({ limit: String(1 + dice.below(5)) })
    for (const option of options(turn)) {
      const [key = '', value = ''] = option.split('=')
      if (value) query.set(key, value)
    }
    const kind = `${name}?${query.get('sort')}&${query.get('order')}`
    const known = cursors.get(kind) ?? []
    if (known.length > 0 && dice.below(2) === 0) query.set('cursor', dice.pick(known))
    const answer = await who(turn).get(`/api/v1/${name}?${query.toString()}`)
    if (typeof answer.body?.nextCursor === 'string') cursors.set(kind, [...known, answer.body.nextCursor].slice(-30))
    return answer
  },
})

const sorts = ['receivedAt', 'updatedAt', 'due', 'since', 'number', 'subject'] as const
const orders = ['order=asc', 'order=desc'] as const
const wholes = ({ mine }: Turn): readonly string[] => ['x=', `municipality=${mine.id}`]

/** A thing of the other town named by its id: not there. */
const guessing = (run: (turn: Turn) => Promise<Answer>): Deed => ({ status: 404, run })

export const deeds: Record<string, Deed> = {
  listCases: listing(
    'cases',
    turn => [
      `sort=${turn.dice.pick(sorts)}`,
      turn.dice.pick(orders),
      turn.dice.pick(wholes(turn)),
      turn.dice.pick(['phase=blocked', 'open=true', 'status=running', 'x=']),
    ],
    aClerk,
  ),
  listTasks: listing(
    'tasks',
    turn => [
      `sort=${turn.dice.pick(['due', 'legalDue', 'openedAt'])}`,
      turn.dice.pick(orders),
      turn.dice.pick(['scope=all', 'scope=office', 'scope=mine']),
      turn.dice.pick(wholes(turn)),
    ],
    aClerk,
  ),
  listIncidents: listing('incidents', turn => [turn.dice.pick(['group=io~unavailable~io-down~', 'x='])], aClerk),
  listAudit: listing(
    'audit',
    turn => [turn.dice.pick(wholes(turn))],
    turn => turn.mine.administrator,
  ),
  listImports: listing('imports', turn => [turn.dice.pick(wholes(turn))], aClerk),
  groups: reading(() => '/api/v1/incident-groups'),
  ofCase: reading(
    ({ dice, mine }) =>
      `/api/v1/cases/${dice.pick(mine.cases)}${dice.pick(['', '/history', '/audit', '/documents', '/payments', '/messages'])}`,
    aClerk,
  ),
  task: reading(({ dice, mine }) => `/api/v1/tasks/${dice.pick(mine.cases.slice(0, 2))}/school%231`, aClerk),
  imported: reading(
    ({ dice, mine }) => `/api/v1/imports/${dice.pick(mine.imports)}${dice.pick(['', '/rows', '/bad-rows.csv'])}`,
    aClerk,
  ),
  auditCsv: reading(({ mine }) => `/api/v1/audit.csv?municipality=${mine.id}`),
  canteenList: reading(({ mine }) => at(mine, '/canteen-list.csv'), aClerk),
  town: reading(({ dice, mine }) =>
    at(mine, dice.pick(['', '/offices', '/staff', '/service-tokens', '/platforms', '/fares'])),
  ),
  everybody: reading(({ dice }) => `/api/v1/${dice.pick(['municipalities', 'procedures', 'session'])}`),
  document: {
    run: ({ dice, mine }) => {
      const number = dice.below(2)
      return mine.clerk.get(`/api/v1/cases/${mine.cases[number]}/documents/${mine.documents[number]}`)
    },
    status: 200,
  },
  search: {
    status: 200,
    run: turn => {
      const { dice, mine, theirs } = turn
      const person = peopleOf(dice.pick([mine, theirs]).index).child
      const words = [theirs.marker, person.fiscalCode, `${person.firstName} ${person.lastName}`, 'mensa', mine.marker]
      return aClerk(turn).send('POST', '/api/v1/cases/search', { q: dice.pick(words), limit: 20 })
    },
  },
  stolenCase: guessing(turn => aClerk(turn).get(`/api/v1/cases/${turn.dice.pick(turn.theirs.cases)}`)),
  stolenDocument: guessing(({ mine, theirs, dice }) =>
    mine.clerk.get(`/api/v1/cases/${dice.pick([mine, theirs]).cases[0]}/documents/${dice.pick(theirs.documents)}`),
  ),
  stolenImport: guessing(({ mine, theirs }) => mine.clerk.get(`/api/v1/imports/${theirs.imports[0]}/rows`)),
  stolenFare: guessing(({ mine, theirs, dice }) =>
    mine.supervisor.get(at(dice.pick([mine, theirs]), `/fares/${theirs.fares[0]}`)),
  ),
  stolenGroup: guessing(({ mine, theirs }) =>
    mine.clerk.get(`/api/v1/incidents?group=io~misconfigured~x~${theirs.id}`),
  ),
  stolenTask: guessing(({ mine, theirs, keys, dice }) =>
    mine.clerk.send(
      'POST',
      `/api/v1/tasks/${theirs.cases[0]}/school%231/claim`,
      {},
      { 'Idempotency-Key': dice.pick(keys) },
    ),
  ),
  stolenMessage: guessing(({ api, mine, theirs, keys, dice }) =>
    bearer(api.origin, mine.token).post(
      `/api/v1/cases/${dice.pick(theirs.cases)}/messages`,
      { name: 'isee', data: {} },
      dice.pick(keys),
    ),
  ),
  file: {
    status: 201,
    run: async ({ api, mine, keys, dice }) => {
      mine.attempts += 1
      const body = { procedure: 'canteen-enrolment', request: requestOf(mine.index) }
      const answer = await bearer(api.origin, mine.token).post('/api/v1/cases', body, dice.pick(keys))
      if (answer.status === 201 && !mine.cases.includes(answer.body.id)) mine.cases.push(answer.body.id)
      return answer
    },
  },
  counter: {
    status: 201,
    run: ({ mine, keys, dice }) => {
      mine.attempts += 1
      const body = { procedure: 'canteen-enrolment', municipality: mine.id, request: requestOf(mine.index) }
      return mine.clerk.send('POST', '/api/v1/cases', body, { 'Idempotency-Key': dice.pick(keys) })
    },
  },
  upload: {
    status: 201,
    run: async ({ mine }) => {
      const answer = await mine.clerk.send('POST', '/api/v1/imports', aMarkedFile(mine))
      if (answer.status === 201) mine.imports.push(answer.body.id)
      return answer
    },
  },
  confirm: {
    run: ({ mine, dice }) => {
      mine.attempts += 1
      return mine.supervisor.send('POST', `/api/v1/imports/${dice.pick(mine.imports)}/confirm`, {})
    },
  },
  add: {
    status: 201,
    run: ({ mine, dice }) => {
      const file = {
        name: `${mine.marker}.pdf`,
        kind: 'a',
        mediaType: 'application/pdf',
        content: markedPdf(mine.marker),
      }
      return mine.clerk.send('POST', `/api/v1/cases/${dice.pick(mine.cases)}/documents`, file)
    },
  },
  draft: {
    status: 200,
    run: ({ mine }) =>
      mine.clerk.send('PUT', `/api/v1/tasks/${mine.cases[0]}/school%231/draft`, { values: { note: mine.marker } }),
  },
  complete: {
    run: ({ mine, keys, dice }) =>
      mine.clerk.send(
        'POST',
        `/api/v1/tasks/${mine.cases[dice.below(2)]}/school%231/complete`,
        { values: { outcome: 'ok' } },
        { 'Idempotency-Key': dice.pick(keys) },
      ),
  },
  suspend: {
    run: ({ mine, keys, dice }) =>
      mine.supervisor.send(
        'POST',
        `/api/v1/cases/${dice.pick(mine.cases)}/acts`,
        { act: { type: 'suspend' }, reason: `motivo ${mine.marker}` },
        { 'Idempotency-Key': dice.pick(keys) },
      ),
  },
  isee: {
    run: ({ api, mine, keys, dice }) =>
      bearer(api.origin, mine.token).post(
        `/api/v1/cases/${dice.pick(mine.cases)}/messages`,
        { name: 'isee', data: { protocol: mine.marker } },
        dice.pick(keys),
      ),
  },
  receipt: {
    status: 200,
    run: ({ api, mine, keys, dice }) =>
      bearer(api.origin, mine.token).post('/api/v1/pagopa/receipts', {
        receiptId: dice.pick(keys),
        noticeNumber: '302000000000000099',
        fiscalCode: '00000000000',
        outcome: 'OK',
        creditorReferenceId: mine.marker,
        paymentAmount: 1,
        paymentDateTimeFormatted: '2026-11-22T10:00:00',
      }),
  },
  hire: {
    status: 201,
    run: ({ mine }) =>
      mine.administrator.send('POST', at(mine, '/staff'), {
        name: `Nuova ${mine.marker}`,
        email: `${randomUUID()}@${markerOf(mine.index)}.example.org`,
        role: 'clerk',
        office: 'scuola',
      }),
  },
}
