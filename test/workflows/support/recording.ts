import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js'
import type { CaseHandle } from './host.ts'

const folder = join('test', 'workflows', 'histories')

type Value = string | number | boolean | null | Value[] | { [key: string]: Value }

/** A history as JSON, without what tells of the machine that recorded it: processes, hosts, paths in stack traces. */
export async function historyOf(handle: CaseHandle): Promise<any> {
  const history: Value = JSON.parse(historyToJSON(await handle.fetchHistory()))
  return scrubbed('', history)
}

function scrubbed(key: string, value: Value): Value {
  if (Array.isArray(value)) return value.map(one => scrubbed('', one))
  if (typeof value !== 'object' || value === null) return typeof value === 'string' ? scrubbedText(key, value) : value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, scrubbed(name, inner)]))
}

function scrubbedText(key: string, text: string): string {
  if (key === 'stackTrace') return ''
  if (key === 'identity') return 'worker'
  return text.replace(/^\d+@[\w.-]+/, 'worker')
}

/** Recorded histories, by file name: plain ones, and packed ones where a whole procedure's plan travels with them. */
export const recordings = (): string[] => readdirSync(folder).filter(name => /\.json(\.gz)?$/.test(name))

export function readRecording(name: string): any {
  const bytes = readFileSync(join(folder, name))
  return JSON.parse((name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString())
}

/** Adds the histories of a release; what is there is never overwritten. */
export function record(version: string, name: string, history: unknown): void {
  const file = join(folder, `${version}-${name.replace(/\W+/g, '-')}.json.gz`)
  writeFileSync(file, gzipSync(JSON.stringify(history), { level: 9 }), { flag: 'wx' })
}

/** Every text of a history, payloads opened. */
export function textsOf(value: Value, key = ''): string[] {
  if (typeof value === 'string') return [key === 'data' ? Buffer.from(value, 'base64').toString() : value]
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) return value.flatMap(one => textsOf(one))
  return Object.entries(value).flatMap(([name, inner]) => textsOf(inner, name))
}

/** The same history, as if its first step in the local lane had been a publication (or the other way round): what a changed workflow would have done. */
export function withAnotherFirstStep(history: any): unknown {
  const twin = structuredClone(history)
  const marker = twin.events.find((event: any) => event.markerRecordedEventAttributes)
  const payload = marker.markerRecordedEventAttributes.details.data.payloads[0]
  const data = JSON.parse(Buffer.from(payload.data, 'base64').toString())
  data.activity_type = data.activity_type === 'step' ? 'publish' : 'step'
  payload.data = Buffer.from(JSON.stringify(data)).toString('base64')
  return twin
}
