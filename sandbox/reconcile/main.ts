import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { printed } from './print.ts'
import { isFolderUnusable, readFolder } from './read-folder.ts'
import { reconcile } from './reconcile.ts'
import { createScratch } from './scratch.ts'
import { writeTraps } from './trap-folders.ts'

// `npm run reconcile -- <folder> [--json]`: a town's own files, tried without setting anything up. docs/reconciliation.md
const usage = `npm run reconcile -- <cartella> [--json]
npm run reconcile -- --write-traps <cartella>    (docs/reconciliation.md)`

const options = { json: { type: 'boolean' }, 'write-traps': { type: 'boolean' } } as const

/** Some rows or files were refused, the others taken; nothing could be done; something broke. */
const exitCodes = { refused: 1, unusable: 2, failed: 3, stopped: 130 }

process.exitCode = await main(process.argv.slice(2))

async function main(args: string[]): Promise<number> {
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
    const [folder, ...more] = positionals
    if (folder === undefined || more.length > 0) return fail(exitCodes.unusable, usage)
    if (values['write-traps'] === true) return write(resolve(folder))
    return await run(resolve(folder), values.json === true)
  } catch (error) {
    if (isFolderUnusable(error)) return fail(exitCodes.unusable, error.message)
    if (isUsageError(error)) return fail(exitCodes.unusable, `${error.message}\n${usage}`)
    return fail(exitCodes.failed, error instanceof Error ? (error.stack ?? error.message) : String(error))
  }
}

async function run(folder: string, isJson: boolean): Promise<number> {
  const input = readFolder(folder)
  const scratch = createScratch()
  // Whoever stops it finds nothing left behind. Not `once`: Ctrl-C comes twice, from the terminal and from whoever started this.
  let isStopped = false
  const stop = (code: number) => () => {
    isStopped = true
    void scratch.remove().finally(() => process.exit(code))
  }
  process.on('SIGINT', stop(130)).on('SIGTERM', stop(143)).on('SIGHUP', stop(129))
  try {
    if (!isJson) process.stderr.write('Preparo un database di prova…\n')
    const outcome = await reconcile(await scratch.ready, input)
    const lines = isJson ? [JSON.stringify(outcome, null, 2)] : printed(outcome)
    for (const line of lines) process.stdout.write(`${line}\n`)
    const isWhole = outcome.positions.refused.length === 0 && outcome.files.every(file => file.state !== 'refused')
    return isWhole ? 0 : exitCodes.refused
  } catch (error) {
    // What breaks while it is being stopped breaks because of that.
    if (!isStopped) throw error
    return exitCodes.stopped
  } finally {
    await scratch.remove()
  }
}

function write(folder: string): number {
  for (const name of writeTraps(folder)) process.stdout.write(`${name}\n`)
  return 0
}

function fail(code: number, message: string): number {
  process.stderr.write(`${message}\n`)
  return code
}

function isUsageError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
}
