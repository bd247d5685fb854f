import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { municipality, membership } from '../../../db/schema/municipalities.ts'
import { person } from '../../../db/schema/people.ts'
import { type Control, createControl } from '../../../sandbox/chaos/control.ts'
import { createFrontOffice, type FrontOffice } from '../../../sandbox/chaos/front-office.ts'
import { call, openJournal, persist } from '../../../sandbox/chaos/journal.ts'
import { readCredentials } from '../../../sandbox/demo/credentials.ts'
import { seedTown } from '../../../sandbox/demo/seed-town.ts'
import type { Fault } from '../../../sandbox/platforms/faults.ts'
import { startPlatforms } from '../../../sandbox/platforms/start.ts'
import { towns } from '../../../sandbox/platforms/towns.ts'
import { createDb } from '../../../db/client.ts'
import { type Stage, withKeys } from './stage.ts'

/** A town with platforms of its own, so that what is wrong with them is wrong for this town only. */
export interface FaultTown {
  id: string
  frontOffice: FrontOffice
  control: Control
  setFault: (platform: string, fault: Fault) => Promise<void>
  clearFault: (platform: string) => Promise<void>
  close: () => Promise<void>
}

/** `index` tells the towns apart; all are like the first town of the demo, and the head of its school office works for each. */
export async function addTown(stage: Stage, index: number, signal: AbortSignal): Promise<FaultTown> {
  const dataDir = join(stage.dataDir, `town-${index}`)
  const platforms = await startPlatforms({ dataDir: withKeys(dataDir), pushSlotSeconds: 0.5 })
  const sandboxUrl = platforms.urls.control
  const [town] = towns
  if (town === undefined) throw new Error('The demo has no town.')
  const owner = createDb({ url: stage.database.ownerUrl, name: 'test-owner', max: 1 })
  const code = String(900_000 + index)
  const { fiscalCode, province, ipaCode } = town
  const [made] = await owner.global(tx =>
    tx
      .insert(municipality)
      .values({ code, name: `Comune ${index}`, ipaCode: `${ipaCode}_${index}`, fiscalCode, province })
      .returning({ id: municipality.id }),
  )
  const municipalityId = made?.id ?? ''
  const credentials = readCredentials(dataDir)
  const seeded = await owner.global(async tx => {
    const office = await seedTown(tx, {
      municipalityId,
      town,
      credentials,
      keys: stage.database.keys,
      frontOfficeUrl: sandboxUrl,
    })
    const [head] = await tx.select().from(person).where(eq(person.subject, 'm.ferri'))
    await tx
      .insert(membership)
      .values({ municipalityId, personId: head?.id ?? '', officeCode: 'scuola', role: 'supervisor' })
    return office
  })
  await owner.end()
  const json = (method: string, body: unknown) => ({
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const asked = (path: string, init: RequestInit) => persist(() => call(`${sandboxUrl}${path}`, init), signal)
  const callback = { url: `${stage.apiUrl}/api/v1/pagopa/receipts`, token: seeded.token }
  await asked(`/callbacks/${fiscalCode}`, json('PUT', callback))
  const journal = openJournal(join(stage.dataDir, `town-${index}.jsonl`))
  return {
    id: municipalityId,
    frontOffice: createFrontOffice({ apiUrl: stage.apiUrl, sandboxUrl, town: seeded, journal, signal }),
    control: createControl(sandboxUrl),
    setFault: async (platform, fault) =>
      expect((await asked(`/faults/${platform}`, json('PUT', fault))).status).toBe(200),
    clearFault: async platform => void (await asked(`/faults/${platform}`, { method: 'DELETE' })),
    close: () => platforms.close(),
  }
}
