import { asc, eq } from 'drizzle-orm'

import type { Tx } from '../../db/client.ts'
import { listServices } from '../../db/queries/positions/find-service.ts'
import { school, schoolClass } from '../../db/schema/canteen.ts'
import type { JsonObject } from '../../engine/json.ts'
import type { FieldError } from '../http/problem.ts'
import { jsonObject } from '../api/common.ts'
import { mapJson, valueAt } from '../json-path.ts'
import type { Manifest } from '../procedures/manifest.ts'

/** What a town has on its own lists: the request must name one of these. */
export interface TownLists {
  schools: { code: string; name: string; classes: string[] }[]
  /** What people pay the town for. */
  services: { code: string; name: string }[]
}

export async function townLists(tx: Tx, municipality: string): Promise<TownLists> {
  const classes = await tx
    .select()
    .from(schoolClass)
    .where(eq(schoolClass.municipalityId, municipality))
    .orderBy(asc(schoolClass.name))
  const rows = await tx.select().from(school).where(eq(school.municipalityId, municipality)).orderBy(asc(school.name))
  return {
    schools: rows.map(({ code, name }) => ({
      code,
      name,
      classes: classes.filter(one => one.schoolCode === code).map(one => one.name),
    })),
    services: (await listServices(tx, municipality)).map(({ code, name }) => ({ code, name })),
  }
}

/** A case's document with the names of what is on the town's lists in the place of their codes: for who reads, never for who counts. */
export function withListNames(
  manifest: Manifest,
  document: JsonObject,
  nameOf: (code: string) => string | undefined,
): JsonObject {
  if (!manifest.lists.some(one => one.list === 'schools')) return document
  return jsonObject.parse(mapJson(document, value => (typeof value === 'string' ? (nameOf(value) ?? value) : value)))
}

/** Faults of the values that the manifest ties to a list. A value that is missing is the schema's business, not ours. */
export function listErrors(manifest: Manifest, request: JsonObject, lists: TownLists): FieldError[] {
  const { schools, services } = lists
  return manifest.lists.flatMap(({ path, list, of }) => {
    const value = valueAt(request, path)
    if (typeof value !== 'string') return []
    if (list === 'payment-services') {
      if (services.some(one => one.code === value)) return []
      const known = services.map(one => `${one.code} (${one.name})`).join(', ')
      return [{ path, message: `Il servizio non è tra quelli del comune: ${known || 'nessuno'}.` }]
    }
    if (list === 'schools') {
      if (schools.some(one => one.code === value)) return []
      const known = schools.map(one => `${one.code} (${one.name})`).join(', ')
      return [{ path, message: `La scuola non è tra quelle del comune: ${known || 'nessuna'}.` }]
    }
    const chosen = schools.find(one => one.code === (of === undefined ? undefined : valueAt(request, of)))
    if (!chosen || chosen.classes.includes(value)) return []
    return [{ path, message: `La classe non è tra quelle della scuola: ${chosen.classes.join(', ') || 'nessuna'}.` }]
  })
}
