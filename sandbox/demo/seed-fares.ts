import { readFileSync } from 'node:fs'
import type { Tx } from '../../db/client.ts'
import { decisionTable } from '../../db/schema/municipalities.ts'
import { compileTables } from '../../engine/compile/decision-tables.ts'
import type { JsonObject } from '../../engine/json.ts'

/** Which of the example tables each demo town has adopted; numbers and dates of the resolutions are invented. */
const adopted: Record<string, { file: string; resolution: string }> = {
  '019081': { file: 'manfredonia.dmn', resolution: 'Delibera di Giunta n. 41 del 12/05/2026' },
  '019055': { file: 'casalmaggiore.dmn', resolution: 'Delibera di Giunta n. 18 del 28/04/2026' },
  '019062': { file: 'donnas.dmn', resolution: 'Delibera di Giunta n. 63 del 03/06/2026' },
}

const folder = new URL('../../workflows/procedures/canteen-enrolment/fares/', import.meta.url)

/** Stores the town's fare table as approved, valid from the start of the school year. */
export async function seedFares(tx: Tx, municipalityId: string, code: string): Promise<void> {
  const fares = adopted[code]
  if (!fares) throw new Error(`The demo has no fares for the town ${code}.`)
  const dmn = readFileSync(new URL(fares.file, folder), 'utf8')
  const { tables, diagnostics } = await compileTables(dmn)
  const [table] = tables
  if (!table) throw new Error(`${fares.file}: ${diagnostics.map(one => one.message.en).join('; ')}`)
  const stored: JsonObject = JSON.parse(JSON.stringify(table))
  await tx.insert(decisionTable).values({
    municipalityId,
    key: table.key,
    resolution: fares.resolution,
    validFrom: '2026-09-01',
    validTo: '2027-08-31',
    status: 'approved',
    dmn,
    table: stored,
    approvedAt: '2026-06-15T10:00:00.000Z',
  })
}
