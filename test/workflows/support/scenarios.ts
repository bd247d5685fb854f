import { randomUUID } from 'node:crypto'
import { deliverSignal } from '../../../workflows/messages.ts'
import type { Act } from '../../../engine/event.ts'
import type { Json, JsonObject } from '../../../engine/json.ts'
import type { ChildCase, WorkRequest } from '../../../engine/publication.ts'
import { allQueues } from '../../../worker/create-workers.ts'
import type { Element } from './diagram.ts'
import { aPlan, receive, task, within, work } from './diagram.ts'
import { anApplication, answerOf, thePlan } from './enrolment.ts'
import type { CaseHandle, Host } from './host.ts'
import { anAct, fails, send, snapshotOf, until } from './host.ts'

/** Ways through the shell, each brought to a rest or to its end. Each has a step in the local lane, which the broken twin does otherwise. */
export const scenarios: Record<string, (host: Host) => Promise<CaseHandle>> = {
  'steps, a task and a message': async host => {
    const handle = await host.start(await aPlan([work('a'), task('t'), work('b'), receive('r', 'go')]))
    const { state } = await until(handle, it => it.state.tasks.length === 1)
    const act = anAct({ type: 'complete', task: state.tasks[0]?.id ?? '', values: {} })
    await send(handle, act)
    await send(handle, { ...act, requestId: `${act.requestId}-again` })
    await handle.signal(deliverSignal, { id: 'm1', name: 'go', data: { read: true } })
    return ended(handle)
  },
  'an outage, then a step that a timer calls off': async host =>
    ended(await host.start(await aPlan([work('away'), within(work('calledOff', 'test.queued'), 'PT2S')]))),
  'an outage that heals': async host => {
    const handle = await host.start(await aPlan([work('heals'), work('after')]))
    await resolve(handle, incident => ({ type: 'retry', incident }))
    return ended(handle)
  },
  'data corrected, then the step again': async host => {
    const handle = await host.start(await aPlan([work('refusedOnce'), work('after')]))
    await resolve(handle, incident => ({ type: 'amend', incident, set: [{ path: 'child.class', value: '3A' }] }))
    return ended(handle)
  },
  'a run that continues another': async host => {
    const handle = await host.start(await aPlan([receive('r', 'go'), work('a')]), { rollOverAt: 12 })
    for (let i = 0; (await snapshotOf(handle)).run < 2; i++)
      await handle.signal(deliverSignal, { id: `m${i}`, name: 'other', data: {} })
    await handle.signal(deliverSignal, { id: 'last', name: 'go', data: {} })
    return ended(handle)
  },
  'a case of its own': async host => ended(await host.start(await aPlan([work('a'), call('child'), work('b')]))),
  'suspended, resumed and closed by the office': async host => {
    const handle = await host.start(await aPlan([work('a'), task('t')]))
    await until(handle, it => it.state.tasks.length === 1)
    await send(handle, anAct({ type: 'suspend' }))
    await send(handle, anAct({ type: 'resume' }))
    await send(handle, anAct({ type: 'close', ground: 'mistake' }))
    return ended(handle)
  },
  'an enrolment, granted and paid': async host => {
    const handle = await anEnrolment(host)
    await fill(handle, 'decide', { outcome: 'approve', startsOn: '2026-09-14' })
    await until(handle, it => it.state.document['notice'] !== undefined && isQuiet(it.state.instances))
    const data = { receiptId: 'r1', cents: 5000, nav: '3', paidAt: '2026-09-02T08:00:00.000Z' }
    await handle.signal(deliverSignal, { id: 'receipt/r1', name: 'payment', data })
    await until(handle, it => it.state.seen.includes('receipt/r1') && isQuiet(it.state.instances))
    return handle
  },
  'an enrolment whose term is suspended and resumed': async host => {
    const handle = await anEnrolment(host, 'INCOMPLETE')
    await fill(handle, 'askIntegration', { outcome: 'ask' })
    await until(handle, it => it.state.terms['procedure']?.state === 'suspended' && isQuiet(it.state.instances))
    const isee = { valueCents: 500_000, protocol: 'INPS-2', signedOn: '2026-05-02' }
    await handle.signal(deliverSignal, { id: 'i1', name: 'integration', data: { isee } })
    await until(handle, it => it.state.terms['procedure']?.state === 'running' && isQuiet(it.state.instances))
    return handle
  },
  'an enrolment that is withdrawn': async host => {
    const handle = await anEnrolment(host)
    await until(handle, it => it.state.tasks.some(one => one.state === 'open'))
    await handle.signal(deliverSignal, { id: 'w1', name: 'withdrawal', data: { reason: 'trasferimento' } })
    return ended(handle)
  },
}

/** What the outside of these scenarios answers. */
export const outside = {
  queues: allQueues,
  step: (work: WorkRequest): Json => (work.operation.startsWith('test.') ? answered(work) : answerOf(work)),
  perform: (work: WorkRequest) => (work.element === 'away' ? 'done' : outside.step(work)),
  openChild: async (): Promise<ChildCase> => ({
    caseId: randomUUID(),
    number: 'TEST-2026-000002',
    planHash: 'child',
    plan: await aPlan([work('inner')]),
  }),
}

const triedBefore = new Set<string>()

function answered({ element, caseId, attempt }: WorkRequest): string {
  if (element === 'away' || element === 'calledOff') fails('unavailable')
  const isAgain = triedBefore.has(`${caseId}/${element}`)
  if (element === 'heals' && !isAgain) fails('misconfigured')
  if (element === 'refusedOnce' && attempt === 1) fails('refused')
  return 'done'
}

const ended = async (handle: CaseHandle): Promise<CaseHandle> => {
  await handle.result()
  return handle
}

async function resolve(handle: CaseHandle, actOn: (incident: string) => Act): Promise<void> {
  const open = await until(handle, it => it.state.incidents.length === 1)
  const [incident] = open.state.incidents
  triedBefore.add(`${open.caseId}/heals`)
  await send(handle, anAct(actOn(incident?.id ?? '')))
}

async function anEnrolment(host: Host, number = 'MENSA-2026-000001'): Promise<CaseHandle> {
  const start = { type: 'start', at: new Date().toISOString(), data: anApplication() } as const
  return host.start(await thePlan(), { number, start })
}

async function fill(handle: CaseHandle, element: string, values: JsonObject): Promise<void> {
  const isOpen = (one: { element: string; state: string }) => one.element === element && one.state === 'open'
  const { state } = await until(handle, it => it.state.tasks.some(isOpen))
  const task = state.tasks.find(isOpen)?.id ?? ''
  const actor = { kind: 'staff', id: 'supervisor', role: 'supervisor' } as const
  const answer = await send(handle, anAct({ type: 'complete', task, values }, { actor }))
  if ('message' in answer) throw new Error(`${element}: ${JSON.stringify(answer)}`)
}

const isQuiet = (instances: { kind: string }[]): boolean => !instances.some(one => one.kind === 'work')

/** A call activity that is a case of its own. */
const call = (id: string): Element => ({
  id,
  xml: flows => `<bpmn:callActivity id="${id}" name="${id}" calledElement="other" iter:separate="true">
    <bpmn:extensionElements><iter:output target="${id}" value="result"/></bpmn:extensionElements>${flows}</bpmn:callActivity>`,
})
