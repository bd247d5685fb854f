import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { operationSpecs } from '../../../activities/catalogue.ts'
import { compile } from '../../../engine/compile/compile.ts'
import type { Json, JsonObject } from '../../../engine/json.ts'
import type { Plan } from '../../../engine/plan.ts'
import type { WorkRequest } from '../../../engine/publication.ts'
import { citizenByFiscalCode, families } from '../../../sandbox/platforms/citizens.ts'

const folder = join('workflows', 'procedures', 'canteen-enrolment')
const read = (name: string) => readFileSync(join(folder, name), 'utf8')
const id = '5a1f6f0e-0000-4000-8000-000000000000'
const nav = '3'.repeat(18)

/** The plan of the canteen enrolment as it is published. */
export async function thePlan(): Promise<Plan> {
  const { plan, diagnostics } = await compile(read('process.bpmn'), {
    operations: JSON.parse(JSON.stringify(operationSpecs())),
    forms: JSON.parse(read('forms.json')),
    offices: ['scuola', 'diete', 'tutela'],
  })
  if (plan === null) throw new Error(`The procedure does not compile: ${JSON.stringify(diagnostics)}`)
  return plan
}

/** What a family of the sandbox asks for. */
export function anApplication(): JsonObject {
  const family = families.find(one => one.id === 'bianchi')
  const part = (fiscalCode: string | undefined) => {
    const { firstName, lastName } = citizenByFiscalCode(fiscalCode ?? '') ?? { firstName: '', lastName: '' }
    return { firstName, lastName, fiscalCode: fiscalCode ?? '' }
  }
  return {
    case: { id, number: 'MENSA-2026-000001', receivedAt: '2026-09-01T08:00:00.000Z', channel: 'front-office' },
    refs: { evidence: id },
    request: {
      schoolYear: '2026/2027',
      applicant: { ...part(family?.applicant), relation: 'parent' },
      child: part(family?.children[0]),
      school: { code: 'CREE80101', class: '2B' },
      days: ['mon', 'wed'],
      diet: { kind: 'standard' },
      isee: { status: 'declared', valueCents: 850_000, protocol: 'INPS-1', signedOn: '2026-03-10' },
    },
  }
}

const answers: { [operation: string]: Json } = {
  'register.protocol': { number: '0004127', year: 2026, date: '2026-09-01' },
  'acts.issue': { documentId: id },
  'spid.verifyEvidence': { method: 'SPID', level: 2, issuedAt: '2026-09-01T07:59:00.000Z', idp: 'idp.example' },
  'anpr.parenthood': { relation: 'mother', found: true, checks: [] },
  'anpr.residence': { found: true, resident: true, protectedAddress: false, municipality: 'Ripalta' },
  'canteen.schoolEnrolment': { found: true },
  'canteen.arrears': { cents: 0 },
  'canteen.completeness': { missing: [] },
  'canteen.reservePlace': { reserved: true, placesLeft: 3 },
  'canteen.releasePlace': { released: true },
  'canteen.openAccount': { accountId: id, model: 'prepaid', startsOn: '2026-09-14' },
  'canteen.firstTopUp': { dueCents: 5000 },
  'canteen.enlist': { entryId: id },
  'canteen.credit': { balanceCents: 5000 },
  'canteen.close': { balanceCents: 0 },
  'pagopa.createNotice': { iupd: '001', iuv: '0'.repeat(17), nav, positionId: id, documentId: id },
  'pagopa.annulNotice': { annulled: 1, paid: 0, notices: [{ nav, state: 'annulled' }] },
  'io.sendMessage': { sent: true, messageId: 'm', reachedBy: 'io' },
  'decision.evaluate': {
    output: { cents: 350 },
    rules: [{ number: 1, text: 'ISEE' }],
    table: { key: 'fare', resolution: 'G.C. 41/2026', validFrom: '2026-09-01' },
  },
}

const missing = [{ code: 'isee-data', text: 'Il valore ISEE.' }]

/** What the world answers to a case's operations; to a case named `INCOMPLETE` the first time that something is missing. */
export function answerOf({ operation, caseNumber, id: work }: WorkRequest): Json {
  const isIncomplete = operation === 'canteen.completeness' && caseNumber === 'INCOMPLETE'
  if (isIncomplete && !asked.has(caseNumber)) {
    asked.add(caseNumber)
    return { missing }
  }
  const answer = answers[operation]
  if (answer === undefined) throw new Error(`No answer for ${operation} (${work})`)
  return answer
}

const asked = new Set<string>()
