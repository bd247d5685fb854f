import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker'
import { FAILURE_CONVERTER_PATH } from '../codec/failure-converter-path.ts'

/** Compiled beside a compiled worker, TypeScript beside the sources (then the bundler compiles it, for an older JavaScript). */
const workflows = ['../workflows/index.js', '../workflows/index.ts'].map(path =>
  fileURLToPath(new URL(path, import.meta.url)),
)

/** Bundles every workflow into one file that workers load; done once by the build, because it takes seconds. Returns its size in bytes. */
export async function bundleWorkflows(outFile: string): Promise<number> {
  const workflowsPath = workflows.find(existsSync)
  if (!workflowsPath) throw new Error(`No workflows at ${workflows.join(' or ')}`)
  const { code } = await bundleWorkflowCode({
    workflowsPath,
    // Messages of failures are encrypted like everything else: the workflows must do as their workers and clients do.
    failureConverterPath: FAILURE_CONVERTER_PATH,
    logger: new DefaultLogger('WARN'),
  })
  mkdirSync(dirname(outFile), { recursive: true })
  writeFileSync(outFile, code)
  return Buffer.byteLength(code)
}
