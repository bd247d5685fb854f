// Runs npm ci when node_modules does not match package-lock.json. Node only: it runs before anything is installed.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const oldest = [20, 19]

export function ensureInstall() {
  checkNode()
  if (isInstalled()) return
  process.stderr.write('Installing the packages (npm ci) ...\n')
  // npm's own variables of the calling script would change what the inner npm does.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_')))
  const windows = process.platform === 'win32'
  const done = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    env,
    shell: windows,
  })
  if (done.status !== 0) {
    process.stderr.write('npm ci did not succeed: see its words above. Is the package registry reachable?\n')
    process.exit(1)
  }
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return
  process.stderr.write(`Iter needs Node ${oldest.join('.')} or newer; this is ${process.versions.node}.\n`)
  process.exit(1)
}

/** npm leaves in node_modules a list of what it installed: compared package by package with the lock file. */
function isInstalled() {
  const hidden = `${root}node_modules/.package-lock.json`
  if (!existsSync(hidden)) return false
  const wanted = JSON.parse(readFileSync(`${root}package-lock.json`, 'utf8')).packages
  const found = JSON.parse(readFileSync(hidden, 'utf8')).packages
  return Object.entries(wanted).every(
    ([path, entry]) => path === '' || entry.optional || found[path]?.version === entry.version,
  )
}
