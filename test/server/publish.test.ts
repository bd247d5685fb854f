import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { createDb } from '../../db/client.ts'
import type { Db } from '../../db/client.ts'
import { publishProcedure } from '../../server/publish.ts'
import { freshDatabase } from '../support/database.ts'
import type { FreshDatabase } from '../support/database.ts'

const folder = 'workflows/procedures/canteen-enrolment'
let database: FreshDatabase
let owner: Db

beforeAll(async () => {
  database = await freshDatabase()
  owner = createDb({ url: database.ownerUrl, name: 'test-publish', max: 1 })
})
afterAll(async () => {
  await owner.end()
  await database.drop()
})

function changed(file: string, change: (text: string) => string): string {
  const copy = mkdtempSync(join(tmpdir(), 'iter-procedure-'))
  cpSync(folder, copy, { recursive: true })
  writeFileSync(join(copy, file), change(readFileSync(join(copy, file), 'utf8')))
  return copy
}

const versions = async () => (await database.asSuperuser('select version, plan_hash from definition order by version')).rows

describe('publishing', () => {
  it('stores the enrolment once: the same again changes nothing', async () => {
    const first = await publishProcedure(owner, folder)
    expect(first).toMatchObject({ procedure: 'canteen-enrolment', version: 1, fresh: true })
    expect(await publishProcedure(owner, folder)).toMatchObject({ version: 1, fresh: false, planHash: first.planHash })
    expect(await versions()).toHaveLength(1)
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
})
