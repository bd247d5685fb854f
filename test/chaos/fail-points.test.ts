import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseSync } from '@swc/core'
import { armFailPoints, failPoints } from '../../db/fail-points.ts'
import { readRelayConfig } from '../../server/relay/config.ts'

const root = resolve(__dirname, '../..')

/** Files whose awaits may be cut off by a crash: everything that acts on the outside, and what carries it to and fro. */
const effectCode = [
  ...sourcesOf('activities'),
  'server/relay/relay.ts',
  'server/relay/deliver.ts',
  'server/messages/routes.ts',
  'server/intake/file-case.ts',
  'server/acts/ask.ts',
]

/** Everything that outlives the process goes through these, and each has its points before and after. */
const seams: Record<string, { file: string; points: string[] }> = {
  transaction: { file: 'db/client.ts', points: ['transaction:begin', 'transaction:commit', 'transaction:end'] },
  call: { file: 'activities/kernel/platform-client.ts', points: ['call:send', 'call:answer'] },
  effect: { file: 'activities/kernel/effects.ts', points: ['effect:intent', 'effect:called', 'effect:settled'] },
  work: { file: 'db/fail-points.ts', points: ['work:begin', 'work:end'] },
  delivery: { file: 'server/relay/deliver.ts', points: ['call:send', 'call:answer'] },
}

/** What is awaited through a seam, by the last name of what is called. */
const throughSeams = new Set([
  'transaction',
  'withTenants',
  'atOnce',
  'global',
  'call',
  'effect',
  'numberedEffect',
  'asWork',
  'withDeadline',
])

/** Awaits that leave nothing behind when the process dies there. */
const harmless: Record<string, string> = {
  setTimeout: 'a pause',
  Promise: 'several awaits, each its own',
  renderPdf: 'computes',
  sign: 'computes',
  openFor: 'reads keys',
  sealFor: 'makes a key at most, in a transaction of its own',
  setting: 'reads',
  keys: 'reads keys',
  next: 'what is intercepted has its own points',
  hold: 'waits for a turn in memory',
  run: 'waits for a slot in memory; the call inside has its points',
  text: 'reads an answer whose end has its point',
  'activities/kernel/platform-client.ts fetch': 'the call itself: between its two points',
  wait: 'waits for an answer that is kept',
  client: 'connects',
  loadPlan: 'reads',
  describe: 'asks Temporal',
  fn: 'what is held a turn for has its own points',
  looking: 'the round before',
  all: 'several awaits, each its own',
  also: 'within the transaction of the act',
  'activities/reconciliation/take-report.ts shift': 'a statement of the open transaction, asked for before',
  'server/relay/deliver.ts advanceCaseTime': 'between the two points of its delivery',
  'server/relay/deliver.ts executeUpdate': 'between the two points of its delivery',
  'server/relay/deliver.ts signal': 'between the two points of its delivery',
  'server/relay/deliver.ts start': 'between the two points of its delivery',
}

describe('fail points', () => {
  it('stand on both sides of everything that outlives the process', () => {
    for (const { file, points } of Object.values(seams)) {
      const source = readFileSync(join(root, file), 'utf8')
      expect(points.filter(point => !source.includes(`failPoint('${point}')`))).toEqual([])
    }
    const used = Object.values(seams).flatMap(({ points }) => points)
    expect(failPoints.filter(point => !used.includes(point))).toEqual([])
  })

  it('leave out no await of the effect code', () => {
    const own = new Set(effectCode.flatMap(file => declaredIn(file)))
    const found = effectCode.flatMap(file => awaitsOf(file).map(one => ({ file, ...one })))
    expect(found.length).toBeGreaterThan(80)
    const uncovered = found.filter(
      ({ file, name, hasTx }) =>
        !hasTx && !throughSeams.has(name) && !own.has(name) && !(name in harmless) && !(`${file} ${name}` in harmless),
    )
    expect(uncovered.map(({ file, name }) => `${file}: await ${name}(...)`)).toEqual([])
  })

  it('are refused where nobody rehearses, and by a wrong name', () => {
    expect(() => armFailPoints('register.protocol/call:send#1', false)).toThrow(/ITER_REHEARSAL/)
    expect(() => armFailPoints('register.protocol/call:gone#1', true)).toThrow(/is not <work>/)
    expect(() => armFailPoints('register.protocol/call:send#0', true)).toThrow(/is not <work>/)
    expect(() => armFailPoints('each /tmp/graves (', true)).toThrow(/regular expression/i)
    expect(() => armFailPoints(undefined, false)).not.toThrow()
    const env = { RELAY_DATABASE_URL: 'x', ITER_MASTER_KEY: Buffer.alloc(32).toString('base64') }
    expect(readRelayConfig({ ...env, ITER_FAIL_POINT: 'tell' })).toMatchObject({ failPoints: 'tell', rehearsal: false })
  })
})

interface Awaited {
  /** Last name of what is called; of what is awaited when nothing is called. */
  name: string
  /** A query of an open transaction: a crash rolls it back, so that the transaction's points are its own. */
  hasTx: boolean
}

type Node = { type: string; [key: string]: unknown }

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'

function awaitsOf(file: string): Awaited[] {
  return nodesOf(parsed(file), 'AwaitExpression').map(node => describe_(node['argument']))
}

function describe_(awaited: unknown): Awaited {
  if (!isNode(awaited)) return { name: '?', hasTx: false }
  if (awaited.type === 'ParenthesisExpression') return describe_(awaited['expression'])
  if (awaited.type !== 'CallExpression' && awaited.type !== 'NewExpression')
    return { name: lastName(awaited), hasTx: false }
  const args: unknown = awaited['arguments']
  const first = Array.isArray(args) ? args[0]?.expression : undefined
  const hasTx = (isNode(first) && first['value'] === 'tx') || /(^|\.)tx\./.test(pathOf(awaited['callee']))
  return { name: lastName(awaited['callee']), hasTx }
}

function lastName(node: unknown): string {
  return pathOf(node).split('.').at(-1) ?? '?'
}

/** `context.client().call` as `context.client.call`. */
function pathOf(node: unknown): string {
  if (!isNode(node)) return '?'
  if (node.type === 'Identifier') return String(node['value'])
  if (node.type === 'MemberExpression') return `${pathOf(node['object'])}.${pathOf(node['property'])}`
  if (node.type === 'CallExpression' || node.type === 'NewExpression') return pathOf(node['callee'])
  if (node.type === 'OptionalChainingExpression') return pathOf(node['base'])
  return '?'
}

/** Functions of the effect code itself: their own awaits are looked at where they stand. */
function declaredIn(file: string): string[] {
  const functions = nodesOf(parsed(file), 'FunctionDeclaration').map(node => pathOf(node['identifier']))
  const constants = nodesOf(parsed(file), 'VariableDeclarator').flatMap(node =>
    isNode(node['init']) && /Function/.test(node['init'].type) ? [pathOf(node['id'])] : [],
  )
  const methods = [...nodesOf(parsed(file), 'MethodProperty'), ...nodesOf(parsed(file), 'KeyValueProperty')]
    .filter(node => node.type === 'MethodProperty' || (isNode(node['value']) && /Function/.test(node['value'].type)))
    .map(node => pathOf(node['key']))
  return [...functions, ...constants, ...methods]
}

const trees = new Map<string, Node>()

function parsed(file: string): Node {
  const known = trees.get(file)
  if (known !== undefined) return known
  const source = readFileSync(join(root, file), 'utf8')
  const made: unknown = JSON.parse(JSON.stringify(parseSync(source, { syntax: 'typescript', target: 'es2022' })))
  if (!isNode(made)) throw new Error(`${file} could not be read`)
  trees.set(file, made)
  return made
}

function nodesOf(node: unknown, type: string): Node[] {
  if (Array.isArray(node)) return node.flatMap(one => nodesOf(one, type))
  if (typeof node !== 'object' || node === null) return []
  const inside = Object.values(node).flatMap(one => nodesOf(one, type))
  return isNode(node) && node.type === type ? [node, ...inside] : inside
}

function sourcesOf(room: string): string[] {
  return readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts'))
    .map(name => `${room}/${name}`)
}
