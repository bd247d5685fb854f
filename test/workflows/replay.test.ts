import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Worker } from '@temporalio/worker'
import { theBundle } from './support/host.ts'

/**
 * Histories recorded by released versions (`npx tsx test/workflows/support/record-histories.ts` adds those of this one): every later version must
 * replay them, or cases that run would stop.
 */
const folder = join('test', 'workflows', 'histories')
const recorded = readdirSync(folder).filter(name => name.endsWith('.json'))

const historyIn = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8'))

const replay = (codePath: string, name: string) =>
  Worker.runReplayHistory({ workflowBundle: { codePath }, replayName: name }, historyIn(name))

test.each(recorded)('%s is replayed by the present code', async name => {
  await replay(await theBundle(), name)
})

/** The same bundle with one thing done differently, each time something that a recorded history shows. */
const twins: Record<string, [from: string, to: string]> = {
  'queued first': ["operation.dispatch === 'queued'", "operation.dispatch !== 'queued'"],
}

describe.each(Object.entries(twins))('the broken twin (%s)', (title, [from, to]) => {
  test.each(recorded)('cannot replay %s', async name => {
    const sound = await theBundle()
    const code = readFileSync(sound, 'utf8')
    expect(code).toContain(from)
    const broken = join(dirname(sound), `twin-${title.replace(/\W/g, '-')}.js`)
    writeFileSync(broken, code.replace(from, to))
    await expect(replay(broken, name)).rejects.toMatchObject({ name: 'DeterminismViolationError' })
  })
})
