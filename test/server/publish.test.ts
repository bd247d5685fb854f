import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { createDb } from '../../db/client.ts'
import type { Db } from '../../db/client.ts'
import { readFile } from '../../server/imports/read-file.ts'
import { readRow } from '../../server/imports/read-row.ts'
import { prepareRequest } from '../../server/intake/prepare-request.ts'
import { latestDefinition } from '../../server/procedures/definitions.ts'
import { publishProcedure } from '../../server/publish.ts'
import { freshDatabase } from '../support/database.ts'
import type { FreshDatabase } from '../support/database.ts'

const folder = 'workflows/procedures/canteen-enrolment'
let database: FreshDatabase
let owner: Db
const copies: string[] = []

beforeAll(async () => {
  database = await freshDatabase()
  owner = createDb({ url: database.ownerUrl, name: 'test-publish', max: 1 })
})
afterAll(async () => {
  for (const copy of copies) rmSync(copy, { recursive: true })
  await owner.end()
  await database.drop()
})

function changed(file: string, change: (text: string) => string): string {
  const copy = mkdtempSync(join(tmpdir(), 'iter-procedure-'))
  copies.push(copy)
  cpSync(folder, copy, { recursive: true })
  writeFileSync(join(copy, file), change(readFileSync(join(copy, file), 'utf8')))
  return copy
}

const versions = async () =>
  (await database.asSuperuser('select version, plan_hash from definition order by version')).rows

describe('publishing', () => {
  it('stores the enrolment once: the same again changes nothing', async () => {
    const first = await publishProcedure(owner, folder)
    expect(first).toMatchObject({ procedure: 'canteen-enrolment', version: 1, fresh: true })
    expect(await publishProcedure(owner, folder)).toMatchObject({ version: 1, fresh: false, planHash: first.planHash })
    expect(await versions()).toHaveLength(1)
    const { manifest } = (await database.db.global(tx => latestDefinition(tx, 'canteen-enrolment')))!
    const wanted = Object.keys(JSON.parse(readFileSync(`${folder}/procedure.json`, 'utf8')).labels)
    const placed = Object.entries(manifest.labels).toSorted(([, a], [, b]) => a.place! - b.place!)
    expect(placed.map(([path]) => path)).toEqual(wanted)
  })

  it('a changed diagram makes a version, a changed manifest amends it', async () => {
    const renamed = changed('process.bpmn', text => text.replace(/(<bpmn:userTask [^>]*name=")/, '$1Nuovo: '))
    expect(await publishProcedure(owner, renamed)).toMatchObject({ version: 2, fresh: true })
    const reworded = changed('procedure.json', text => text.replace('"termDays": 30', '"termDays": 60'))
    expect(await publishProcedure(owner, reworded)).toMatchObject({ version: 3, fresh: true })
    expect(await publishProcedure(owner, folder)).toMatchObject({ version: 3, fresh: true })
    expect(await versions()).toHaveLength(2)
  })

  it('a diagram that does not hold is refused with its faults', async () => {
    const broken = changed('process.bpmn', text => text.replace(/iter:operation="[^"]+"/, 'iter:operation="no.such"'))
    await expect(publishProcedure(owner, broken)).rejects.toThrow(/no\.such/)
  })

  it('so is one that compiles, but whose cases would never end or belong to nobody', async () => {
    const alone = changed('process.bpmn', text => text.replace(' iter:office="scuola"', ''))
    await expect(publishProcedure(owner, alone)).rejects.toThrow(/belongs to no office/)
    const endless = changed('process.bpmn', text =>
      text.replace(/<bpmn:boundaryEvent id="yearEnd"[\s\S]*?<\/bpmn:boundaryEvent>/, ''),
    )
    await expect(publishProcedure(owner, endless)).rejects.toThrow(/yearEnd|no deadline/)
  })
})

describe('the examples in docs', () => {
  const example = (name: string) => readFileSync(`docs/examples/${name}`)
  const enrolment = async () => (await database.db.global(tx => latestDefinition(tx, 'canteen-enrolment')))!

  it('hold a request that is good', async () => {
    const { procedure, request } = JSON.parse(example('canteen-request.json').toString())
    expect(procedure).toBe('canteen-enrolment')
    expect(prepareRequest(await enrolment(), request)).toHaveProperty('prepared.title')
  })

  it.each([
    ['canteen-requests.csv', [[], [], [], [], []]],
    ['canteen-requests-with-errors.csv', [[], ['minore_cf'], ['classe', 'giorni'], [], ['isee_valore']]],
  ])('%s has the faults that it should have', async (name, faults) => {
    const definition = await enrolment()
    const read = readFile(example(name), definition.manifest.csv)
    const rows = 'rows' in read ? read.rows : []
    expect(rows.map(row => readRow(definition, row).reasons.map(reason => reason.column))).toEqual(faults)
  })

  it('payment-requests.csv asks three people for money, by instalments where it says so', async () => {
    await publishProcedure(owner, 'workflows/procedures/payment-request')
    const definition = (await database.db.global(tx => latestDefinition(tx, 'payment-request')))!
    const read = readFile(example('payment-requests.csv'), definition.manifest.csv)
    const rows = 'rows' in read ? read.rows.map(row => readRow(definition, row)) : []
    expect(rows.map(row => row.reasons)).toEqual([[], [], []])
    expect(rows[2]).toMatchObject({
      request: {
        service: 'tari',
        cents: 25_200,
        shareCents: 1_200,
        instalments: { count: 2, firstDate: '2027-06-16', everyMonths: 6 },
      },
    })
    expect('request' in rows[1]! && prepareRequest(definition, rows[1].request)).toMatchObject({
      prepared: { applicant: { name: 'Bar Centrale Srl' }, title: 'dehors, anno 2027, Bar Centrale Srl' },
    })
  })
})
