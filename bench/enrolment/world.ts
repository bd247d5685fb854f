import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { existsSync } from 'node:fs'
import { advance } from '../../engine/advance.ts'
import type { Event } from '../../engine/event.ts'
import type { Json, JsonObject } from '../../engine/json.ts'
import type { Plan } from '../../engine/plan.ts'
import type { State } from '../../engine/state.ts'
import { readProcedure } from '../../server/procedures/read-procedure.ts'

const id = '5a1f6f0e-0000-4000-8000-000000000000'

/** What a parent asks for; everything in order, so that the case runs to the decision by itself. */
export const request: JsonObject = {
  schoolYear: '2026/2027',
  applicant: { firstName: 'Maria', lastName: 'Rossi', fiscalCode: 'RSSMRA85T50H501S', relation: 'parent' },
  child: { firstName: 'Eva', lastName: 'Neri', fiscalCode: 'NREVEA00B69G273Z' },
  school: { code: 'CREE80101', class: '2B' },
  days: ['mon', 'wed'],
  diet: { kind: 'standard' },
  isee: { status: 'declared', valueCents: 850_000, protocol: 'INPS-1', signedOn: '2026-03-10' },
}

/** The outside, answering at once: what is left is what Iter costs. */
const answers: Record<string, (input: JsonObject) => Json> = {
  'register.protocol': () => ({ number: '0004127', year: 2026, date: '2026-09-01' }),
  'acts.issue': () => ({ documentId: id }),
  'spid.verifyEvidence': () => ({ method: 'SPID', level: 2, issuedAt: '2026-09-01T07:59:00.000Z', idp: 'idp.example' }),
  'anpr.parenthood': () => ({ relation: 'mother', found: true, checks: [] }),
  'anpr.residence': () => ({ found: true, resident: true, protectedAddress: false, municipality: 'Ripalta' }),
  'canteen.schoolEnrolment': () => ({ found: true }),
  'canteen.arrears': () => ({ cents: 0 }),
  'canteen.completeness': () => ({ missing: [] }),
  'canteen.reservePlace': () => ({ reserved: true, placesLeft: 3 }),
  'canteen.releasePlace': () => ({ released: true }),
  'canteen.openAccount': () => ({ accountId: id, model: 'prepaid', startsOn: '2026-09-14' }),
  'canteen.firstTopUp': () => ({ dueCents: 5000 }),
  'canteen.enlist': () => ({ entryId: id }),
  'canteen.credit': ({ cents }) => ({ balanceCents: cents ?? 0 }),
  'canteen.rerate': ({ from, fareCents }) => ({ from: from ?? null, fareCents: fareCents ?? null }),
  'canteen.close': () => ({ balanceCents: 0 }),
  'pagopa.createNotice': () => ({
    iupd: '001',
    iuv: '0'.repeat(17),
    nav: '3'.repeat(18),
    positionId: id,
    documentId: id,
  }),
  'io.sendMessage': () => ({ sent: true, messageId: 'm', reachedBy: 'io' }),
  'decision.evaluate': () => ({
    output: 350,
    rules: [{ number: 2, text: 'ISEE da 6.000,01 a 9.360,00 €' }],
    table: { key: 'fare', resolution: 'G.C. 41/2026', validFrom: '2026-09-01' },
  }),
}

/** Throws for an operation that the enrolment did not have when this was written. */
export function answerOf(operation: string, input: JsonObject): Json {
  const answer = answers[operation]
  if (answer === undefined) throw new Error(`The measured enrolment has no answer for ${operation}`)
  return answer(input)
}

export const operationsOfTheWorld = Object.keys(answers)

/** The folder of the enrolment's diagram, forms and tables. */
export function enrolmentFolder(): string {
  const folder = fileURLToPath(new URL('../../workflows/procedures/canteen-enrolment', import.meta.url))
  if (!existsSync(join(folder, 'process.bpmn'))) throw new Error(`There is no procedure at ${folder}`)
  return folder
}

export async function enrolmentPlan(): Promise<Plan> {
  const { plan, diagnostics } = await readProcedure(enrolmentFolder())
  if (plan === null) throw new Error(`The enrolment does not compile: ${JSON.stringify(diagnostics)}`)
  return plan
}

/** What the enrolment's workflow starts with. */
export const openingOf = (caseId: string, number: string, at: string): JsonObject => ({
  case: { id: caseId, number, municipality: 'Ripalta', channel: 'front-office', receivedAt: at },
  request,
  refs: { evidence: id },
})

/** Takes an event and answers every work that follows from it, as the workflow would. */
export function settled(plan: Plan, before: State | null, event: Event): State {
  let { state, commands } = advance(plan, before, event)
  const works = commands.flatMap(command => (command.type === 'perform' ? [command.work] : []))
  for (let work = works.shift(); work !== undefined; work = works.shift()) {
    const done: Event = { type: 'work-done', at: event.at, work: work.id, output: answerOf(work.operation, work.input) }
    ;({ state, commands } = advance(plan, state, done))
    works.push(...commands.flatMap(command => (command.type === 'perform' ? [command.work] : [])))
  }
  return state
}

/** The decision that the supervisor takes: the first thing that the enrolment waits for. */
export const decision: JsonObject = { outcome: 'approve', startsOn: '2026-09-14' }

export const payment = (at: string): JsonObject => ({ receiptId: 'r1', cents: 5000, nav: '3'.repeat(18), paidAt: at })
