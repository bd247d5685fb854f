import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker'

/** Bundles every workflow into one file that workers load; done once by the build, because it takes seconds. Returns its size in bytes. */
export async function bundleWorkflows(outFile: string): Promise<number> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: resolve('workflows/index.ts'),
    logger: new DefaultLogger('WARN'),
  })
  mkdirSync(dirname(outFile), { recursive: true })
  writeFileSync(outFile, code)
  return Buffer.byteLength(code)
}
