import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { advance } from '../../../engine/advance.ts'
import type { Command } from '../../../engine/command.ts'
import type { Event } from '../../../engine/event.ts'
import type { Plan } from '../../../engine/plan.ts'
import type { State } from '../../../engine/state.ts'
import { draw, eventful } from '../properties/blocks.ts'
import { play } from '../properties/player.ts'
import { planOf } from '../support/a-case.ts'

/**
 * What cases of each version of the engine did: their plan, the events, the commands that came of each, the end. A case that runs must
 * go on in the same way: what is to be otherwise needs a new `engineVersion`, and the old way beside it. `RECORD_VERSION=1 npx jest
 * test/engine/versions` records those of a new version; they are never changed afterwards.
 */
interface Recorded {
  engineVersion: number
  plan: Plan
  events: Event[]
  commands: Command[][]
  end: State
}

const FOLDER = join('test', 'engine', 'versions', 'recorded')

const version = process.env['RECORD_VERSION']
if (version !== undefined) {
  test('record', async () => {
    mkdirSync(FOLDER, { recursive: true })
    for (const [number, recorded] of (await samples(Number(version))).entries()) {
      const file = join(FOLDER, `${version}-${String(number + 1).padStart(2, '0')}.json.gz`)
      writeFileSync(file, gzipSync(JSON.stringify(recorded)))
    }
  })
}

const files = readdirSync(FOLDER)

test('there is something of every version', () => {
  expect(files.filter(it => it.startsWith('1-')).length).toBeGreaterThanOrEqual(12)
  // Between them they use everything that a case may wait for, and undo something.
  const seen = new Set(files.flatMap(it => kindsOf(read(it))))
  for (const it of [
    'boundary timer',
    'boundary error',
    'boundary message',
    'event-sub-process message',
    'catch timer',
    'instances',
    'compensating',
    'inclusive',
    'call-off',
  ])
    expect(seen).toContain(it)
})

test.each(files)('%s goes on as it did', file => {
  const { engineVersion, plan, events, commands, end } = read(file)
  let state: State | null = null
  events.forEach((event, at) => {
    const result: ReturnType<typeof advance> = advance(plan, state, event)
    expect(result.commands).toEqual(commands[at])
    state = result.state
  })
  expect(state).toEqual({ ...end, engineVersion })
})

test.each(files)('%s would tell when the engine did otherwise', file => {
  const { plan, events, commands } = read(file)
  // A broken twin: the same engine on a diagram that has lost the flow to its last step.
  const last = plan.nodes.findIndex(it => it.id === 'last')
  const isKept = (flow: number) => plan.flows[flow]?.target !== last
  const broken = { ...plan, nodes: plan.nodes.map(it => ({ ...it, outgoing: it.outgoing.filter(isKept) })) }
  let state: State | null = null
  const told = events.map(event => {
    const result: ReturnType<typeof advance> = advance(broken, state, event)
    state = result.state
    return result.commands
  })
  expect(told).not.toEqual(commands)
})

function read(file: string): Recorded {
  return JSON.parse(gunzipSync(readFileSync(join(FOLDER, file))).toString())
}

/** Of many random diagrams, each with an order of what happens in it, those that show something that the ones before do not; then the longest. */
async function samples(engineVersion: number): Promise<Recorded[]> {
  const order = fc.array(fc.nat(1000), { minLength: 20, maxLength: 40 })
  const all: Recorded[] = []
  for (const [block, picks] of fc.sample(fc.tuple(eventful, order), { numRuns: 400, seed: 1 })) {
    const { xml, data } = draw(block)
    const plan = await planOf(xml)
    const { events, commands, state: end } = play(plan, data, picks)
    if (events.length < 120) all.push({ engineVersion, plan, events, commands, end })
  }
  const seen = new Set<string>()
  const longest = all.toSorted((a, b) => b.events.length - a.events.length)
  const telling = longest.filter(it => {
    const isNew = kindsOf(it).some(kind => !seen.has(kind))
    for (const kind of kindsOf(it)) seen.add(kind)
    return isNew
  })
  return [...new Set([...telling, ...longest])].slice(0, 14)
}

function kindsOf({ plan, end, commands }: Recorded): string[] {
  const used = new Set(end.steps.map(it => it.node))
  const kinds = plan.nodes.flatMap((node, index) => {
    if (!used.has(index)) return []
    return [
      'trigger' in node ? `${node.kind} ${node.trigger.on}` : node.kind,
      ...(node.loop === null ? [] : ['instances']),
    ]
  })
  const undone = plan.nodes.some(it => it.compensation !== null && used.has(it.compensation)) ? ['compensating'] : []
  const calledOff = commands.flat().some(it => it.type === 'cancel-work') ? ['call-off'] : []
  return [...kinds, ...undone, ...calledOff]
}
