import { retryPolicies } from '../../activities/kernel/retry-policies.ts'
import { advance } from '../../engine/advance.ts'
import type { Command } from '../../engine/command.ts'
import { compile } from '../../engine/compile/compile.ts'
import type { Event } from '../../engine/event.ts'
import type { Plan } from '../../engine/plan.ts'
import type { State } from '../../engine/state.ts'

const at = '2026-09-01T08:00:00.000Z'
export const works = ['protocol', 'identity', 'registry', 'residence', 'school', 'arrears', 'place', 'notice']

/** Fifteen steps: eight operations, two of them side by side, a formula, a decision by a condition, gateways, start and end. */
export async function fifteenSteps(): Promise<Plan> {
  const operation = {
    name: 'bench.step',
    platform: 'canteen',
    dispatch: 'local-first' as const,
    retry: retryPolicies.internal,
    repeat: 'natural-key' as const,
    recordable: true,
    timeoutSeconds: 5,
    input: { type: 'object' },
    output: { type: 'object' },
  }
  const { plan, diagnostics } = await compile(diagram(), { operations: [operation], forms: [] })
  if (plan === null) throw new Error(`The measured diagram does not compile: ${JSON.stringify(diagnostics)}`)
  return plan
}

/** Plays a case to its end with answers that come at once; gives how often `advance` was called. */
export function playCase(plan: Plan): number {
  const events: Event[] = [{ type: 'start', at, data: { case: { id: 'x' }, request: { cents: 850_000, minors: 2 } } }]
  let state: State | null = null
  let calls = 0
  for (let event = events.shift(); event !== undefined; event = events.shift()) {
    const next: { state: State; commands: Command[] } = advance(plan, state, event)
    state = next.state
    calls += 1
    for (const command of next.commands) {
      if (command.type === 'perform')
        events.push({ type: 'work-done', at, work: command.work.id, output: { ok: true } })
    }
  }
  if (state?.status !== 'completed') throw new Error(`The measured case did not end: ${state?.status}`)
  return calls
}

function diagram(): string {
  const work = (id: string) =>
    `<serviceTask id="${id}" iter:operation="bench.step"><extensionElements><iter:input name="cents" value="request.cents"/><iter:output target="${id}" value="result"/></extensionElements></serviceTask>`
  const chain = ['start', 'protocol', 'identity', 'fork']
  const rest = ['join', 'school', 'arrears', 'isee', 'due', 'place', 'notice', 'end']
  const flows = [
    ...pairs(chain),
    ['fork', 'registry'],
    ['fork', 'residence'],
    ['registry', 'join'],
    ['residence', 'join'],
  ]
  const drawn = [...flows, ...pairs(rest)].map(([from, to]) =>
    from === 'due' ? '' : `<sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}"/>`,
  )
  return `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:iter="urn:iter:bpmn:1" id="d" targetNamespace="bench">
  <process id="fifteen-steps" isExecutable="true">
    <startEvent id="start"/><parallelGateway id="fork"/><parallelGateway id="join"/><endEvent id="end"/>
    ${works.map(work).join('\n')}
    <scriptTask id="isee" iter:result="fare"><script>if request.cents &gt; 600000 then round half up(request.cents / 2000) else 200</script></scriptTask>
    <exclusiveGateway id="due" default="due-end"/>
    <sequenceFlow id="due-place" sourceRef="due" targetRef="place"><conditionExpression>fare &gt; 0 and request.minors &lt; 5</conditionExpression></sequenceFlow>
    <sequenceFlow id="due-end" sourceRef="due" targetRef="end"/>
    ${drawn.join('\n')}
  </process></definitions>`
}

function pairs(names: string[]): string[][] {
  return names.slice(1).map((name, index) => [names[index] ?? '', name])
}
