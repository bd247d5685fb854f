import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createDb, type Tx } from '../../db/client.ts'
import { createKeys, type Keys } from '../../db/keys.ts'
import { municipality } from '../../db/schema/municipalities.ts'
import { identityProvider, person } from '../../db/schema/people.ts'
import { publishProcedure } from '../../server/publish.ts'
import { towns } from '../platforms/towns.ts'
import type { DatabaseUrls } from '../programs.ts'
import type { StartSettings } from '../settings.ts'
import { readCredentials, type SandboxCredentials } from './credentials.ts'
import { seedStaff } from './seed-staff.ts'
import { seedTown, type FrontOfficeTown } from './seed-town.ts'
import { staff } from './staff.ts'

const procedures = ['canteen-enrolment', 'payment-request']
const procedureFolder = new URL('../../workflows/procedures/', import.meta.url)

export interface Demo {
  towns: string[]
  staff: { name: string; description: string }[]
}

interface Options {
  settings: StartSettings
  urls: DatabaseUrls
  masterKey: string
  say: (line: string) => void
}

/**
 * Fills an empty installation with the demo consortium: first the towns, then all the rest in one transaction, so that a start that was
 * cut off in the middle begins anew. Publishing a procedure that has not changed does nothing: an upgrade brings its diagrams by itself.
 */
export async function seedDemo({ settings, urls, masterKey, say }: Options): Promise<Demo> {
  const db = createDb({ url: urls.owner, name: 'iter-seed', max: 2 })
  const keyDb = createDb({ url: urls.owner, name: 'iter-seed-keys', max: 2 })
  try {
    for (const key of procedures) await publishProcedure(db, fileURLToPath(new URL(key, procedureFolder)))
    const known = await db.global(tx => tx.select({ id: person.id }).from(person).limit(1))
    if (known.length === 0) {
      say('Seeding the demo consortium ...')
      const keys = createKeys({ db: keyDb, masterKey: Buffer.from(masterKey, 'base64') })
      const ids = await db.global(seedMunicipalities)
      await db.global(tx => seedAll(tx, { settings, keys, ids }))
    }
    return { towns: towns.map(town => town.name), staff: staff.map(({ name, description }) => ({ name, description })) }
  } finally {
    await Promise.all([db.end(), keyDb.end()])
  }
}

/** Committed before the rest: a town's key, made while its secrets are sealed, refers to it from another connection. */
async function seedMunicipalities(tx: Tx): Promise<Map<string, string>> {
  const rows = towns.map(({ code, name, ipaCode, fiscalCode, province }) => ({
    code,
    name,
    ipaCode,
    fiscalCode,
    province,
  }))
  await tx.insert(municipality).values(rows).onConflictDoNothing()
  const stored = await tx.select({ id: municipality.id, code: municipality.code }).from(municipality)
  return new Map(stored.map(({ code, id }) => [code, id]))
}

interface Seeding {
  settings: StartSettings
  keys: Keys
  /** ISTAT code to id. */
  ids: Map<string, string>
}

async function seedAll(tx: Tx, { settings, keys, ids }: Seeding): Promise<void> {
  const sandboxDir = join(settings.dataDir, 'sandbox')
  const credentials = readCredentials(sandboxDir)
  await seedIdentityProviders(tx, credentials)
  const frontOffices: FrontOfficeTown[] = []
  for (const town of towns) {
    const municipalityId = ids.get(town.code)
    if (!municipalityId) throw new Error(`The town ${town.code} was not stored.`)
    const frontOfficeUrl = `http://127.0.0.1:${settings.ports.sandbox}`
    frontOffices.push(await seedTown(tx, { municipalityId, town, credentials, keys, frontOfficeUrl }))
  }
  await seedStaff(tx, ids)
  writeSandboxFiles(sandboxDir, settings.publicUrl, frontOffices)
}

/** What the sandbox's own page and platforms need of the seeded installation. */
function writeSandboxFiles(sandboxDir: string, publicUrl: string, frontOffices: FrontOfficeTown[]): void {
  mkdirSync(sandboxDir, { recursive: true })
  const write = (name: string, content: unknown) =>
    writeFileSync(join(sandboxDir, name), `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 })
  write('front-office.json', { baseUrl: publicUrl, towns: frontOffices })
  const callbacks = frontOffices.map(town => [
    town.fiscalCode,
    { url: `${publicUrl}/api/v1/pagopa/receipts`, token: town.token },
  ])
  write('callbacks.json', Object.fromEntries(callbacks))
  write(
    'staff.json',
    staff.map(({ subject, name, description }) => ({ subject, name, description, email: `${subject}@example.org` })),
  )
}

async function seedIdentityProviders(tx: Tx, credentials: SandboxCredentials): Promise<void> {
  await tx.insert(identityProvider).values(
    credentials.identityProviders.map(({ entityId, name, method, certificatePem }) => ({
      entityId,
      name,
      method,
      certificate: certificatePem,
      validFrom: '2020-01-01T00:00:00.000Z',
      validTo: '2040-01-01T00:00:00.000Z',
    })),
  )
}
