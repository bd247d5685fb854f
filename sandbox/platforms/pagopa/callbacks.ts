import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { callbackSchema, type Callback, type Shelf } from './shelf.ts'

const fileSchema = z.record(z.string(), callbackSchema)

/** Finds where a creditor wants its receipts: what was set over HTTP, else callbacks.json of the data folder. */
export function callbacksOf(shelf: Shelf, file: string): (organization: string) => Callback | null {
  return organization => shelf.callbacks.get(organization) ?? fromFile(file)[organization] ?? null
}

function fromFile(file: string): Record<string, Callback> {
  if (!existsSync(file)) return {}
  return fileSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
}
