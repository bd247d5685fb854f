import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker'
import { FAILURE_CONVERTER_PATH } from '../codec/failure-converter-path.ts'

/** What the workflows take from the core. It keeps no state of its own, so all cases share one copy: a fifth of a case's processor time. */
const shared = ['engine/advance', 'engine/refuse', 'engine/view-of', 'engine/operation-of']

/** Bundles every workflow into one file that workers load; done once by the build, because it takes seconds. Returns its size in bytes. */
export async function bundleWorkflows(outFile: string): Promise<number> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: pathOf('workflows/index'),
    preloadModules: shared.map(pathOf),
    // Messages of failures are encrypted like everything else: the workflows must do as their workers and clients do.
    failureConverterPath: FAILURE_CONVERTER_PATH,
    logger: new DefaultLogger('WARN'),
  })
  mkdirSync(dirname(outFile), { recursive: true })
  writeFileSync(outFile, code)
  return Buffer.byteLength(code)
}

/** Compiled beside a compiled worker, TypeScript beside the sources (then the bundler compiles it, for an older JavaScript). */
function pathOf(module: string): string {
  const paths = ['js', 'ts'].map(extension => fileURLToPath(new URL(`../${module}.${extension}`, import.meta.url)))
  const path = paths.find(existsSync)
  if (!path) throw new Error(`There is no workflow code at ${paths.join(' or ')}`)
  return path
}
