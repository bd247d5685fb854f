import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { openApiDocument, urlOf } from '../../server/api/openapi.ts'
import { operations } from '../../server/api/operations.ts'
import { startApi } from '../server/api.ts'
import type { Answer, Api } from '../server/api.ts'
import { publishSample } from '../server/procedure.ts'
import { callAs, serviceCallers, staffCallers, strangers } from './callers.ts'
import type { Callers } from './callers.ts'
import { digests } from './digests.ts'
import { operationOf } from './operations.ts'
import { roles, serviceAnswers, staffAnswers, toStrangers } from './rights-answers.ts'
import { rightsPage } from './rights-page.ts'
import { publicOperations, serviceRows, staffRows } from './rights-table.ts'
import type { Call, StaffRow } from './rights-table.ts'
import { aSite, nowhere } from './site.ts'
import type { Site } from './site.ts'

const folder = mkdtempSync(join(tmpdir(), 'iter-rights-'))
let api: Api
let here: Site
let there: Site
let staff: Callers
let foreign: Callers
let services: Callers

beforeAll(async () => {
  api = await startApi({ checkpoints: checkpointsIn(folder) })
  // Nobody answers for the cases here: what is asked is on its way at once.
  const { answers } = api.deps
  api.deps.answers = { wait: () => Promise.resolve(null), stop: () => answers.stop() }
  await publishSample(api.database)
  const portal = await api.token()
  here = await aSite(api, api.town, portal)
  there = await aSite(api, api.otherTown, await api.token(['cases'], api.otherTown))
  staff = await staffCallers(api)
  foreign = await strangers(api)
  services = await serviceCallers(api, portal)
}, 60_000)
afterAll(async () => {
  await api.stop()
  rmSync(folder, { recursive: true })
})

function checkpointsIn(place: string) {
  const keyFile = join(place, 'key.pem')
  writeFileSync(keyFile, generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }))
  return { folder: join(place, 'checkpoints'), keyFile, everySeconds: 86_400 }
}

const titleOf = (row: { operation: string; variant?: string }) =>
  row.operation + (row.variant ? `, ${row.variant}` : '')
const titled = <Row extends { operation: string; variant?: string }>(rows: readonly Row[]) =>
  rows.map(row => [titleOf(row), row] as const)

async function statuses(callers: Callers, ask: (caller: Callers[string]) => Promise<Answer>) {
  const answered = Object.entries(callers).map(async ([name, caller]) => [name, (await ask(caller)).status] as const)
  return Object.fromEntries(await Promise.all(answered))
}

describe('the table of rights', () => {
  it('has a row for every operation of both documents, and no other', () => {
    const described = (['public', 'console'] as const).flatMap(audience => idsOf(openApiDocument(audience)))
    const rows = [...staffRows, ...serviceRows].map(row => row.operation)
    expect([...new Set([...rows, ...publicOperations])].toSorted()).toEqual([...new Set(described)].toSorted())
    expect(new Set(titled([...staffRows, ...serviceRows]).map(([title]) => title)).size).toBe(rows.length)
  })

  it('is printed for people in docs/rights.md (npm run rights)', () => {
    expect(readFileSync('docs/rights.md', 'utf8')).toBe(rightsPage())
  })
})

describe('in their own town, people', () => {
  it.each(titled(staffRows))('%s', async (_title, row) => {
    const operation = operationOf(row.operation)
    const answers = staffAnswers(row)
    const asked = Object.fromEntries(Object.keys(answers).map(name => [name, staff[name] ?? {}]))
    const found = await statuses(asked, async caller => callAs(api, caller, operation, await row.call(here)))
    expect(found).toEqual(answers)
  })
})

describe('in another town, people', () => {
  const named = staffRows.filter(row => row.reach === 'thing' || row.reach === 'town' || row.reach === 'list')
  const below = named.filter(row => /\{\w+\}.*\{(?!taskId)\w+Id\}/.test(urlOfRow(row)))
  const calls = new Map<StaffRow, Call>()
  let before: Record<string, string>
  beforeAll(async () => {
    for (const row of named) calls.set(row, await row.call(here))
    before = await digests(api.database)
  })

  it.each(titled(named))('%s: told the same as of what does not exist', async (_title, row) => {
    const operation = operationOf(row.operation)
    const unknown = await row.call(nowhere)
    await Promise.all(
      roles.map(async role => {
        const ask = (call: Call) => callAs(api, foreign[role] ?? {}, operation, call)
        const [refused, expected] = await Promise.all([ask(calls.get(row) ?? {}), ask(unknown)])
        expect([role, refused.status]).toEqual([role, toStrangers(row, role)])
        expect(formOf(refused)).toEqual(formOf(expected))
      }),
    )
  })

  it.each(titled(below))('%s: not found below something of their own either', async (_title, row) => {
    const last = Object.keys(calls.get(row)?.params ?? {}).at(-1) ?? ''
    const mine = await row.call({ ...nowhere, town: there.town, caseId: there.caseId })
    const params = { ...mine.params, [last]: calls.get(row)?.params?.[last] ?? '' }
    const caller = foreign[row.may.find(role => role !== 'operator') ?? ''] ?? {}
    expect((await callAs(api, caller, operationOf(row.operation), { ...mine, params })).status).toBe(404)
  })

  it('leave no trace in any table', async () => {
    expect(await digests(api.database)).toEqual(before)
  })

  const lists = staffRows.filter(row => row.reach === 'list' || row.reach === 'own')
  it.each(titled(lists))('%s: leaves the town out', async (_title, row) => {
    const { query: _query, ...call } = await row.call(here)
    for (const role of row.may) {
      const { status, text } = await callAs(api, foreign[role] ?? {}, operationOf(row.operation), withoutTown(call))
      expect([role, status]).toEqual([role, 200])
      for (const id of [here.town, here.caseId, here.importId, here.actId]) expect(text).not.toContain(id)
      expect(text).not.toContain('Ripalta')
      if (row.operation !== 'streamEvents') expect(text).toContain(ownSign[row.operation] ?? there.town)
    }
  })
})

describe('programs', () => {
  it.each(titled(serviceRows))('%s', async (_title, row) => {
    const operation = operationOf(row.operation)
    expect(await statuses(services, async caller => callAs(api, caller, operation, await row.call(here)))).toEqual(
      serviceAnswers(row),
    )
  })

  it.each(titled(serviceRows.filter(row => row.reach === 'thing')))(
    '%s: told of another’s case the same as of none, and no trace left',
    async (_title, row) => {
      const before = await digests(api.database)
      for (const name of ['another portal of the town', 'another town’s portal']) {
        const [refused, unknown] = [await row.call(here), await row.call(nowhere)].map(call =>
          callAs(api, services[name] ?? {}, operationOf(row.operation), call),
        )
        expect(formOf(await refused!)).toEqual(formOf(await unknown!))
      }
      expect(await digests(api.database)).toEqual(before)
    },
  )

  it.each(titled(staffRows))('with a token are nobody to %s', async (_title, row) => {
    const operation = operationOf(row.operation)
    const sharesPath = operations.some(
      one => one.auth === 'token' && one.method === operation.method && urlOf(one) === urlOf(operation),
    )
    if (sharesPath) return
    const caller = services['the portal itself'] ?? {}
    expect((await callAs(api, caller, operation, await row.call(here))).status).toBe(401)
  })
})

describe('anybody', () => {
  it.each(publicOperations)('%s', async id => {
    expect((await callAs(api, {}, operationOf(id), {})).status).toBe(200)
  })
})

/** What shows that an answer is about the caller's own town, where it is not the town's id. */
const ownSign: Record<string, string> = {
  listProcedures: 'MENSA',
  exportCases: 'Madignano',
  auditChoices: 'Persona',
  exportPayments: 'Madignano',
  exportRegularisation: 'Madignano',
  exportFlows: 'Madignano',
  exportExceptions: 'Madignano',
  // Sums name no town; the own one's are there.
  paymentTotals: '"due":{"count":1,"cents":8400}',
  paymentBadges: '"payments":1',
  paymentDifferences: '"paid":{"count":1,"cents":8400}',
}

function idsOf(document: object): string[] {
  const text = JSON.stringify(document)
  return [...text.matchAll(/"operationId":"(\w+)"/g)].map(([, id]) => id ?? '')
}

function urlOfRow(row: StaffRow): string {
  return urlOf(operationOf(row.operation))
}

function withoutTown<C extends { body?: object }>(call: C): C {
  if (!call.body || !('municipality' in call.body)) return call
  return { ...call, body: { ...call.body, municipality: undefined } }
}

/** An answer but for what tells one request from the next. */
function formOf({ status, text, headers }: Answer): unknown {
  const kept = [...headers].filter(([name]) => !/^(date|etag|x-request-id|ratelimit-.*|set-cookie)$/.test(name))
  return { status, text: text.replace(/urn:uuid:[0-9a-f-]{36}/, 'urn:uuid:…'), headers: Object.fromEntries(kept) }
}
