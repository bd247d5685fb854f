import { z } from 'zod'

import type { JsonObject } from '../../engine/json.ts'
import type { Amendment } from './amendments.ts'

const side = z.object({ assignee: z.string().nullable(), office: z.string().nullable() })
const handOver = z.object({ before: side, after: side })

/** Whose names a hand-over needs: the chain holds ids, which tell a reader nothing. */
export function peopleIn(detail: JsonObject): (string | null)[] {
  const read = handOver.safeParse(detail)
  return read.success ? [read.data.before.assignee, read.data.after.assignee] : []
}

/** A hand-over before and after, in names. */
export function handOverChanges(
  detail: JsonObject,
  people: ReadonlyMap<string, string>,
  office: (code: string) => string,
): Amendment[] {
  const read = handOver.safeParse(detail)
  if (!read.success) return []
  const { before, after } = read.data
  const name = (id: string | null) => (id === null ? null : (people.get(id) ?? id))
  const room = (code: string | null) => (code === null ? null : office(code))
  return [
    { path: 'assegnatario', before: name(before.assignee), after: name(after.assignee) },
    { path: 'ufficio', before: room(before.office), after: room(after.office) },
  ].filter(change => change.before !== change.after)
}
