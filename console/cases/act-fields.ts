import type { Json, JsonObject } from '../../engine/json.ts'
import type { ActBody, AllowedAct } from '../api-types.d.ts'

type ActField = AllowedAct['fields'][number]

/** What the form holds when it opens: the data to correct; of everything else nothing is taken for granted. */
export const actStart = (allowed: AllowedAct): JsonObject =>
  Object.fromEntries(allowed.fields.flatMap(({ key, value }) => (value === null ? [] : [[key, value]])))

/** The values in the types that the act uses; what was left empty is not sent. */
export const actValues = (fields: readonly ActField[], values: JsonObject): JsonObject =>
  Object.fromEntries(
    fields.flatMap(field => {
      const value = values[field.key]
      if (value === null || value === undefined || value === '') return []
      return [[field.key, isBoolean(field) ? value === 'true' : value]]
    }),
  )

/** Only what was changed; everything when nothing was, so that the step runs again with what it had. */
export const amendments = (allowed: AllowedAct, values: JsonObject): { path: string; value: Json }[] => {
  const now = actValues(allowed.fields, values)
  const was = actValues(allowed.fields, actStart(allowed))
  const all = allowed.fields.map(({ key }) => ({ path: key, value: now[key] ?? null }))
  const different = all.filter(({ path, value }) => JSON.stringify(value) !== JSON.stringify(was[path] ?? null))
  return different.length > 0 ? different : all
}

/** The act as the server takes it, from what was filled in. */
export const toAct = (allowed: AllowedAct, values: JsonObject): ActBody => {
  const incident = allowed.incident ?? ''
  const { source, ...output } = actValues(allowed.fields, values)
  const said = (key: string) => textOf(values[key])
  switch (allowed.act) {
    case 'retry':
      return { type: 'retry', incident }
    case 'amend':
      return { type: 'amend', incident, set: amendments(allowed, values) }
    case 'record-outcome':
      return { type: 'record-outcome', incident, output, source: textOf(source) }
    case 'not-done':
      return { type: 'not-done', incident, source: textOf(source) }
    case 'suspend':
      return { type: 'suspend' }
    case 'resume':
      return { type: 'resume' }
    case 'reassign':
      return {
        type: 'reassign',
        task: allowed.task ?? '',
        ...(said('assignee') ? { assignee: said('assignee') } : {}),
        ...(said('office') && !said('assignee') ? { office: said('office') } : {}),
      }
    case 'move':
      return { type: 'move', from: allowed.from ?? '', to: said('to') }
    case 'message':
      return { type: 'message', name: allowed.message ?? '', data: actValues(allowed.fields, values) }
    case 'close':
      return { type: 'close', ground: said('ground'), ...(said('text') ? { text: said('text') } : {}) }
  }
}

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value.trim() : '')

/** The server writes a yes or no as a choice, so that none is chosen beforehand. */
const isBoolean = ({ options }: ActField): boolean =>
  options?.length === 2 && options.every(one => one.value === 'true' || one.value === 'false')
