import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Worker } from '@temporalio/worker'
import { citizens } from '../../sandbox/platforms/citizens.ts'
import { historyOf, readRecording, record, recordings, textsOf, withAnotherFirstStep } from './support/recording.ts'
import { outside, scenarios } from './support/scenarios.ts'
import type { Host } from './support/host.ts'
import { aHost, theBundle } from './support/host.ts'

jest.setTimeout(60_000)

/**
 * Histories of released versions: every later version must replay them, or cases that run would stop. At a release
 * `RECORD_HISTORIES=0.2 npx jest test/workflows/replay` adds those of the present code; they are never changed afterwards.
 */
const version = process.env['RECORD_HISTORIES']

/** Without a version to record, the present code's own way is walked in these only: the recordings hold the rest. */
const walked = ['steps, a task and a message', 'an enrolment that is withdrawn']

let host: Host
beforeAll(async () => {
  host = await aHost(outside)
})
afterAll(() => host.stop(), 30_000)

const replay = (codePath: string, name: string, history: unknown) =>
  Worker.runReplayHistory({ workflowBundle: { codePath }, replayName: name }, history)

const isRefused = { name: 'DeterminismViolationError' }

describe.each(version ? Object.keys(scenarios) : walked)('%s', name => {
  test('is replayed, and not by a broken twin', async () => {
    const handle = await scenarios[name]?.(host)
    const history = handle && (await historyOf(handle))
    if (version) record(version, name, history)
    await replay(await theBundle(), name, history)
    await expect(replay(await theBrokenTwin(), name, history)).rejects.toMatchObject(isRefused)
  })
})

describe.each(recordings())('recorded: %s', name => {
  const history = readRecording(name)

  test('is replayed by the present code', async () => {
    await replay(await theBundle(), name, history)
  })

  test('is not replayed by a broken twin', async () => {
    await expect(replay(await theBrokenTwin(), name, history)).rejects.toMatchObject(isRefused)
  })

  test('is not replayed when it tells another first step', async () => {
    await expect(replay(await theBundle(), name, withAnotherFirstStep(history))).rejects.toMatchObject(isRefused)
  })

  test('tells of no machine and of no person but those of the sandbox', () => {
    const texts = textsOf(history).join('\n')
    expect(texts).not.toMatch(/\/(home|root|work|tmp|Users)\/|\d+@\w+/)
    const codes = new Set(texts.match(/[A-Z]{6}\d{2}[A-Z]\d{2}[A-Z]\d{3}[A-Z]/g) ?? [])
    const known = new Set(citizens.map(one => one.fiscalCode))
    expect([...codes].filter(code => !known.has(code))).toEqual([])
  })
})

test('every way has been recorded', () => {
  const names = recordings()
  const slugs = Object.keys(scenarios).map(name => name.replace(/\W+/g, '-'))
  expect(slugs.filter(slug => !names.some(name => name.includes(`-${slug}.json`)))).toEqual([])
})

/** The same code, except that it queues the steps that ought to run locally: proof that a replay can fail. */
async function theBrokenTwin(): Promise<string> {
  const sound = await theBundle()
  const code = readFileSync(sound, 'utf8')
  const rule = "operation.dispatch === 'queued'"
  expect(code).toContain(rule)
  const broken = join(dirname(sound), 'broken-twin.js')
  writeFileSync(broken, code.replace(rule, "operation.dispatch !== 'queued'"))
  return broken
}
