import { appendFileSync, mkdirSync, readFileSync, truncateSync } from 'node:fs'
import { dirname } from 'node:path'
import type { z } from 'zod'

/** An append-only file of JSON lines: what a platform remembers, whatever kills the process. */
export interface Journal<T> {
  entries: readonly T[]
  append: (entry: T) => void
}

/**
 * Opens (or creates) a journal and reads what it holds. A last line without its newline was being written when the
 * process died: nobody was answered for it, so it is cut off. Any other damage throws, naming file and line.
 */
export function openJournal<T>(file: string, schema: z.ZodType<T>): Journal<T> {
  mkdirSync(dirname(file), { recursive: true })
  const text = readWhole(file)
  const end = text.lastIndexOf('\n') + 1
  if (end < text.length) truncateSync(file, Buffer.byteLength(text.slice(0, end)))
  const entries = text
    .slice(0, end)
    .split('\n')
    .filter(line => line !== '')
    .map((line, index) => parseLine(file, index + 1, line, schema))
  return {
    entries,
    // Synchronous on purpose: the line is with the operating system before the caller is answered.
    append: entry => {
      appendFileSync(file, `${JSON.stringify(entry)}\n`)
      entries.push(entry)
    },
  }
}

function readWhole(file: string): string {
  appendFileSync(file, '')
  return readFileSync(file, 'utf8')
}

function parseLine<T>(file: string, line: number, text: string, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(text))
  } catch (cause) {
    throw new Error(`${file}, line ${line}: not a record of this sandbox. Move the file away to start it afresh.`, {
      cause,
    })
  }
}
