import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Colleague } from './staff.ts'
import type { Story } from './stories.ts'

const taskList = z.object({
  items: z.array(z.object({ caseId: z.string(), taskId: z.string(), element: z.string() })),
  nextCursor: z.string().nullable(),
})
const incidentList = z.object({
  items: z.array(
    z.object({
      caseId: z.string(),
      incidentId: z.string(),
      operation: z.string(),
      kind: z.string(),
      heals: z.boolean(),
      allowed: z.array(z.string()),
    }),
  ),
})

/** What the people of the town hall know of the cases they work on. */
export interface Desk {
  /** Acts that were answered for good, by their key. */
  answered: Set<string>
  /** How often an act on a failure was refused as things stood. */
  refusals: Map<string, number>
  storyOf: (caseId: string) => Story | undefined
  /** The clerk has seen that the case waits for a decision that its applicant will make needless. */
  onDecisionOpen: (caseId: string, story: Story) => void
  /** What the platform says it did for an operation whose outcome is not known; null when nothing. */
  lookUp: (caseId: string, operation: string) => Promise<object | null>
}

/** The same act of the same person on the same thing has the same id, whenever it is repeated. */
export function uuidOf(...parts: string[]): string {
  const hex = createHash('sha256').update(parts.join('/')).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** Does what lies on a colleague's desk, once. */
export async function workThrough(colleague: Colleague, desk: Desk): Promise<void> {
  const tasks = await tasksOf(colleague)
  await inLanes(3, tasks, task => complete(colleague, desk, task))
  await resolveIncidents(colleague, desk)
}

async function complete(colleague: Colleague, desk: Desk, { caseId, taskId, element }: Task): Promise<void> {
  const story = desk.storyOf(caseId)
  const key = uuidOf(colleague.subject, caseId, taskId)
  if (story === undefined || desk.answered.has(key)) return
  const values = valuesFor(element, story)
  if (values === null) return desk.onDecisionOpen(caseId, story)
  await colleague.act(`/tasks/${caseId}/${encodeURIComponent(taskId)}/complete`, key, { values })
  // Done, done by a colleague, or not theirs to do: whichever it is, it stays so.
  desk.answered.add(key)
}

/** A few at a time: the people must not be the load. */
export async function inLanes<T>(lanes: number, items: readonly T[], once: (item: T) => Promise<void>): Promise<void> {
  const left = [...items]
  const lane = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await once(item)
  }
  await Promise.all(Array.from({ length: lanes }, lane))
}

type Task = z.output<typeof taskList>['items'][number]

async function tasksOf(colleague: Colleague): Promise<Task[]> {
  const found: Task[] = []
  let cursor: string | null = ''
  while (cursor !== null && found.length < 500) {
    const query = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`
    const { status, body } = await colleague.get(`/tasks?limit=100${query}`)
    if (status !== 200) break
    const page = taskList.parse(body)
    found.push(...page.items)
    cursor = page.nextCursor
  }
  return found
}

/** What a clerk enters, by the diagram's step; null where the clerk lets the case lie. */
function valuesFor(element: string, { end }: Story): object | null {
  const granted = { outcome: 'approve', startsOn: '2026-12-01' }
  const refused = { outcome: 'refuse', reasons: 'La domanda è arrivata fuori dal periodo di iscrizione.' }
  switch (element) {
    case 'decide':
      if (end === 'withdrawn') return null
      return end === 'rejected' || end === 'observations' ? refused : granted
    case 'decideAfterNotice':
      return end === 'observations' ? granted : refused
    default:
      return routine[element] ?? null
  }
}

const routine: Record<string, object> = {
  identify: {
    outcome: 'identified',
    documentType: 'carta d’identità',
    documentNumber: 'CA12345AB',
    seenOn: '2026-11-20',
  },
  checkGuardian: { outcome: 'valid', validUntil: '2030-01-01' },
  checkSchool: { outcome: 'enrolled' },
  decideArrears: { outcome: 'proceed' },
  askIntegration: { outcome: 'go-on' },
  assessDiet: { outcome: 'accepted', code: 'R1' },
  assessExemption: { outcome: 'granted' },
  noPlace: { outcome: 'exceed', reasons: 'Si aggiunge un posto.' },
  recordDelivery: { channel: 'by-hand', deliveredOn: '2026-12-10', proof: 'Ricevuta firmata allo sportello' },
}

/** Only what waits for a person: an outage is left to heal. */
async function resolveIncidents(colleague: Colleague, desk: Desk): Promise<void> {
  const { status, body } = await colleague.get('/incidents?limit=100')
  if (status !== 200) return
  for (const incident of incidentList.parse(body).items) {
    const { caseId, incidentId, operation, heals, allowed } = incident
    if (heals || desk.storyOf(caseId) === undefined) continue
    const act = await actOn(incident, desk)
    if (act === null || !allowed.includes(act.type)) continue
    const what = `${colleague.subject} ${caseId} ${incidentId} ${act.type}`
    const refusals = desk.refusals.get(what) ?? 0
    const key = uuidOf(what, String(refusals))
    const reason = `Verificato sulla piattaforma: ${operation}`
    if (desk.answered.has(key)) continue
    const { status } = await colleague.act(`/cases/${caseId}/acts`, key, { act, reason })
    // While the call may still be on its way nobody may say what came of it: looked up again, and asked anew.
    if (status === 409) desk.refusals.set(what, refusals + 1)
    else desk.answered.add(key)
  }
}

/** Whoever must verify looks at the platform, then says what is there; anything else is tried again. */
async function actOn(
  { caseId, incidentId: incident, operation, kind }: z.output<typeof incidentList>['items'][number],
  desk: Desk,
): Promise<{ type: string; [key: string]: unknown } | null> {
  if (kind !== 'unknown-outcome') return { type: 'retry', incident }
  const output = await desk.lookUp(caseId, operation)
  const source = 'Consultata la piattaforma'
  return output === null ? { type: 'not-done', incident, source } : { type: 'record-outcome', incident, output, source }
}
