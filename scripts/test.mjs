// npm test: installs what is missing, builds, runs the tests; the last line counts them.
import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureInstall } from './ensure-install.mjs'

ensureInstall()
const { build } = await import('./build.mjs')
await build()

const report = join(tmpdir(), `iter-jest-${process.pid}.json`)
const asked = process.argv.slice(2)
// Two at a time: much of what the tests do is waiting.
const chosen = asked.length > 0 ? asked : ['--selectProjects', 'pure', 'services', '--maxWorkers=2']
// A test that failed in the middle may leave a connection open: what counts is told by then, and nobody waits for it.
const args = ['node_modules/jest/bin/jest.js', '--forceExit', '--json', `--outputFile=${report}`, ...chosen]
const jest = spawnSync(process.execPath, args, { stdio: ['ignore', 2, 2] })
const result = JSON.parse(readFileSync(report, 'utf8'))
rmSync(report, { force: true })
const broken = result.numRuntimeErrorTestSuites
const failed = result.numFailedTests + broken
if (result.numPendingTests > 0)
  console.log(`${result.numPendingTests} tests were skipped: see the notices above for why.`)
if (broken > 0) console.log(`${broken} test files did not run: each is counted as one failure.`)
console.log(`${result.numPassedTests} passed, ${failed} failed, ${result.numPendingTests} skipped`)
process.exit(jest.status === 0 && failed === 0 ? 0 : 1)
