// Compiles what runs: the rooms to dist/ (same layout, with their data files), the workflow bundle, the console.
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'

const root = fileURLToPath(new URL('..', import.meta.url))
const run = promisify(execFile)
const rooms = [
  'engine',
  'codec',
  'reconciliation',
  'activities',
  'workflows',
  'worker',
  'server',
  'db',
  'sandbox',
  'bench',
]
const say = line => process.stderr.write(`${line}\n`)

/** Builds what changed since the last build; `force` builds all. */
export async function build({ force = false } = {}) {
  const programs = {
    name: 'programs',
    hash: hashOf([...rooms, 'tsconfig.json', 'tsconfig.build.json']),
    make: buildPrograms,
  }
  const console_ = {
    name: 'console',
    hash: hashOf(['console', 'engine', 'package-lock.json', 'scripts/build.mjs']),
    make: buildConsole,
  }
  await Promise.all([programs, console_].map(part => buildPart(part, force)))
}

async function buildPart({ name, hash, make }, force) {
  const stamp = join(root, 'dist', `.${name}-stamp`)
  if (!force && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return
  say(`Building the ${name} ...`)
  rmSync(stamp, { force: true })
  await make()
  writeFileSync(stamp, hash)
}

async function buildPrograms() {
  for (const room of rooms) rmSync(join(root, 'dist', room), { recursive: true, force: true })
  await node(['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'])
  for (const room of rooms) copyData(room)
  // Node must read dist/ as modules wherever it lies.
  writeFileSync(join(root, 'dist', 'package.json'), '{ "type": "module" }\n')
  const { bundleWorkflows } = await import(pathToFileURL(join(root, 'dist', 'worker', 'bundle.js')).href)
  await bundleWorkflows(join(root, 'dist', 'workflow-bundle.js'))
}

async function buildConsole() {
  await node(['node_modules/vite/bin/vite.js', 'build', 'console', '--logLevel', 'error'])
  const assets = join(root, 'dist', 'console', 'assets')
  for (const file of filesOf(assets).filter(name => /\.(js|css|svg)$/.test(name)))
    writeFileSync(`${file}.gz`, gzipSync(readFileSync(file), { level: 9 }))
}

/** Everything that is not TypeScript (migrations, diagrams, forms, pages) goes along unchanged. */
function copyData(room) {
  for (const entry of readdirSync(join(root, room), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || /\.tsx?$/.test(entry.name)) continue
    const from = join(entry.parentPath, entry.name)
    const to = join(root, 'dist', from.slice(root.length))
    mkdirSync(join(to, '..'), { recursive: true })
    cpSync(from, to)
  }
}

async function node(args) {
  try {
    await run(process.execPath, args, { cwd: root, maxBuffer: 20_000_000 })
  } catch (error) {
    throw new Error(`${args[0]} failed:\n${error.stdout ?? ''}${error.stderr ?? ''}`, { cause: error })
  }
}

function hashOf(places) {
  const hash = createHash('sha256')
  for (const place of places) {
    const path = join(root, place)
    if (!existsSync(path)) continue
    for (const file of filesOf(path).toSorted((a, b) => (a < b ? -1 : 1)))
      hash.update(file.slice(root.length)).update('\0').update(readFileSync(file))
  }
  return hash.digest('hex')
}

function filesOf(path) {
  try {
    const entries = readdirSync(path, { recursive: true, withFileTypes: true })
    return entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
  } catch {
    return [path]
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await build({ force: process.argv.includes('--force') }).catch(error => {
    say(error.message)
    process.exit(1)
  })
}
