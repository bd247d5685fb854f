import { randomInt, randomUUID } from 'node:crypto'
import type { Db, Tx } from '../db/client.ts'
import { insertCase } from '../db/queries/insert-case.ts'
import { definition } from '../db/schema/definitions.ts'
import { municipality } from '../db/schema/municipalities.ts'
import type { JsonObject } from '../engine/json.ts'

export interface CaseKind {
  town: string
  procedure: string
  definitionId: string
}

export interface MadeCase {
  id: string
  number: string
  town: string
}

export async function aTown(db: Db, name: string): Promise<string> {
  const code = String(randomInt(1_000_000)).padStart(6, '0')
  const [town] = await db.global(tx =>
    tx
      .insert(municipality)
      .values({ code, name, ipaCode: `c_${code}`, fiscalCode: '00000000000', province: 'MI' })
      .returning(),
  )
  if (town === undefined) throw new Error('The town was not inserted')
  return town.id
}

/** A definition that cases may point at; what it holds is measured elsewhere. */
export async function aDefinition(db: Db, procedure: string): Promise<string> {
  const empty = { plan: {}, bpmn: '<definitions/>', forms: [], manifest: {}, requestSchema: {} }
  const values = { ...empty, procedure, version: 1, planHash: randomUUID(), publishedAt: new Date().toISOString() }
  const [made] = await db.global(tx => tx.insert(definition).values(values).returning())
  if (made === undefined) throw new Error('The definition was not inserted')
  return made.id
}

/** Cases that exist and whose workflows the caller starts. */
export async function makeCases(db: Db, kind: CaseKind, count: number, document: JsonObject): Promise<MadeCase[]> {
  return db.withTenants([kind.town], async tx => {
    const made: MadeCase[] = []
    while (made.length < count) made.push(await makeCase(tx, kind, document))
    return made
  })
}

async function makeCase(tx: Tx, { town, procedure, definitionId }: CaseKind, document: JsonObject): Promise<MadeCase> {
  const inserted = await insertCase(tx, {
    municipality: town,
    procedure,
    definitionId,
    planHash: 'bench',
    channel: 'front-office',
    numberPrefix: 'PROVA',
    year: 2026,
    title: 'Misura',
    receivedAt: new Date().toISOString(),
    idempotencyKey: randomUUID(),
    requestDigest: 'digest',
    audit: { actor: { kind: 'service', id: town } },
    start: () => ({ payload: null, document }),
  })
  if (inserted.kind === 'conflict') throw new Error('A fresh key was known')
  const { id, number } = inserted.record
  return { id, number, town }
}
