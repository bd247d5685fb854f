import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'

// It starts servers of its own, on a machine that runs other suites meanwhile.
jest.setTimeout(600_000)

const run = promisify(execFile)
const root = resolve(__dirname, '..', '..')
const bench = async (...args: string[]): Promise<string> =>
  (await run(process.execPath, ['--import', 'tsx', 'bench/main.ts', ...args], { cwd: root, maxBuffer: 10_000_000 }))
    .stdout

test('every measurement runs and says what it found', async () => {
  const { machine, sections } = JSON.parse(await bench('a', 'b', 'd', '--quick', '--cases', '1000', '--json'))
  expect(machine).toMatchObject({ postgresql: expect.stringMatching(/^\d/), temporal: expect.stringContaining('1.') })
  const { a, b, d } = sections
  expect(a.figures['throughput ratio']).toMatch(/^\d+\.\d\d \(rounds: /)
  // One marker a step: were a step to cost an activity's six events, or none to run locally, this would say so.
  expect(a.figures['events per automatic step']).toBe('1.0 (twin 6.0)')
  expect(b.figures['cases a second to the credited payment']).toMatch(/^\d+\.\d \(ratio \d/)
  expect(d.figures['lists of cases, p95 in the database']).toMatch(/^[\d.]+ ms/)
  const readers = new Set(d.tables[0].rows.map((row: string[]) => row[2]))
  expect(readers.size).toBe(6)
})

test('what it does not know it refuses, with its usage', async () => {
  await expect(bench('z')).rejects.toThrow('Usage: npm run bench')
})
