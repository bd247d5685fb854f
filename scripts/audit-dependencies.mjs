// Asks the registry for known holes in the packages that ship: fails on high and critical ones. Where the registry has no such endpoint or
// cannot be reached it says "skipped" and ends with 0, so that a machine without one can still be used.
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const cwd = fileURLToPath(new URL('..', import.meta.url))

execFile('npm', ['audit', '--omit=dev', '--json'], { cwd, maxBuffer: 50_000_000 }, (_error, stdout) => {
  const found = parsed(stdout)
  const counts = found?.metadata?.vulnerabilities
  if (!counts) {
    const why = found?.error?.summary || found?.message || 'the registry gives no report'
    process.stdout.write(`npm audit: skipped (${why})\n`)
    return
  }
  const bad = counts.high + counts.critical
  process.stdout.write(`npm audit: ${counts.total} known, ${bad} high or critical\n`)
  for (const [name, { severity, via }] of Object.entries(found.vulnerabilities)) {
    const titles = via.map(one => (typeof one === 'string' ? one : one.title)).join('; ')
    process.stdout.write(`  ${severity} ${name}: ${titles}\n`)
  }
  if (bad > 0) process.exitCode = 1
})

function parsed(text) {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
