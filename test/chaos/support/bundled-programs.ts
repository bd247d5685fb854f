import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'

const root = join(__dirname, '../../..')
/** Below the packages that the programs import: there they find them. */
const folder = join(root, `node_modules/.cache/iter-test-programs/${process.pid}`)

const entries = { worker: 'worker/main.ts', relay: 'server/relay-main.ts', server: 'server/main.ts' } as const

export type ProgramName = keyof typeof entries

let built: Promise<void> | null = null

/**
 * File of a program with all of ours in it. Compiled once in a fraction of a second: starting from TypeScript costs three times the processor time of
 * starting this, and whoever is killed ninety times starts ninety times.
 */
export async function bundledProgram(name: ProgramName): Promise<string> {
  built ??= bundle()
  await built
  return join(folder, `${name}.mjs`)
}

export function removeBundledPrograms(): void {
  rmSync(folder, { recursive: true, force: true })
}

async function bundle(): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const common = {
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    absWorkingDir: root,
  } as const
  await Promise.all([
    build({ ...common, entryPoints: entries, format: 'esm', outdir: folder, outExtension: { '.js': '.mjs' } }),
    // Temporal's SDK loads it by its path, beside the code that names it.
    build({ ...common, entryPoints: ['codec/failure-converter.ts'], format: 'cjs', outdir: folder }),
  ])
}
