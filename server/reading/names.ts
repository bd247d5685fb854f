import type { Tx } from '../../db/client.ts'
import { school } from '../../db/schema/canteen.ts'
import { municipality, office } from '../../db/schema/municipalities.ts'
import { person } from '../../db/schema/people.ts'
import { inArray } from 'drizzle-orm'
import type { Text } from '../../engine/json.ts'
import { latestDefinitions } from '../procedures/definitions.ts'
import type { Definition } from '../procedures/definitions.ts'

/** Names for the codes and ids of a page of rows, within the towns of the transaction. */
export interface Names {
  municipality(id: string): { id: string; code: string; name: string }
  office(municipality: string, code: string): { code: string; name: string }
  /** Undefined for what is no school of the town. */
  school(municipality: string, code: string): string | undefined
  procedure(key: string): Text
  definition(key: string): Definition | undefined
  /** Procedures for which the office answers. */
  proceduresOf(office: string): string[]
  /** Every procedure that is published. */
  procedures(): Definition[]
}

export async function loadNames(tx: Tx): Promise<Names> {
  const [townRows, officeRows, schoolRows, latest] = await Promise.all([
    tx.select().from(municipality),
    tx.select().from(office),
    tx.select({ municipalityId: school.municipalityId, code: school.code, name: school.name }).from(school),
    latestDefinitions(tx),
  ])
  const byCode = (rows: readonly { municipalityId: string; code: string; name: string }[]) =>
    new Map(rows.map(row => [`${row.municipalityId} ${row.code}`, row.name]))
  const towns = new Map(townRows.map(row => [row.id, row]))
  const [offices, schools] = [byCode(officeRows), byCode(schoolRows)]
  const definitions = new Map(latest.map(one => [one.row.procedure, one]))
  return {
    municipality: id => {
      const found = towns.get(id)
      return { id, code: found?.code ?? '', name: found?.name ?? '' }
    },
    office: (town, code) => ({ code, name: offices.get(`${town} ${code}`) ?? code }),
    school: (town, code) => schools.get(`${town} ${code}`),
    procedure: key => definitions.get(key)?.manifest.title ?? { it: key, en: key },
    definition: key => definitions.get(key),
    proceduresOf: code =>
      [...definitions.values()].filter(one => one.manifest.office === code).map(one => one.row.procedure),
    procedures: () => [...definitions.values()],
  }
}

/** Names of people by id. */
export async function namesOfPeople(tx: Tx, ids: readonly (string | null)[]): Promise<Map<string, string>> {
  const wanted = [...new Set(ids.filter(one => one !== null))].filter(one => uuid.test(one))
  if (wanted.length === 0) return new Map()
  const rows = await tx.select({ id: person.id, name: person.name }).from(person).where(inArray(person.id, wanted))
  return new Map(rows.map(row => [row.id, row.name]))
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** `{id, name}` of a person, or null for nobody and for who is not of the staff. */
export function personRef(names: Map<string, string>, id: string | null): { id: string; name: string } | null {
  const name = id === null ? undefined : names.get(id)
  return id !== null && name !== undefined ? { id, name } : null
}
