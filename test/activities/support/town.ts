import { randomUUID } from 'node:crypto'
import { type ActivitiesConfig, activitiesConfig } from '../../../activities/config.ts'
import { createActivities, type Activities } from '../../../activities/create-activities.ts'
import type { Failure } from '../../../engine/event.ts'
import type { Json, JsonObject } from '../../../engine/json.ts'
import type { WorkRequest } from '../../../engine/publication.ts'
import { identityProvider } from '../../../db/schema/people.ts'
import { municipality, platformSetting } from '../../../db/schema/municipalities.ts'
import type { TownCredentials } from '../../../sandbox/platforms/credentials.ts'
import { aCase } from '../../db/fixtures.ts'
import type { FreshDatabase } from '../../support/database.ts'
import type { Sandbox } from '../../sandbox/support.ts'

export const audience = 'https://comune.example.org/spid'
export const recipient = 'https://comune.example.org/spid/acs'

/** A town of the sandbox as our database knows it, with a case. */
export interface TestTown {
  id: string
  credentials: TownCredentials
  caseId: string
  caseNumber: string
  /** Runs an operation in the queued lane. */
  perform: (operation: string, input: JsonObject, some?: Partial<WorkRequest>) => Promise<any>
  /** The failure it ends with. */
  failure: (operation: string, input: JsonObject, some?: Partial<WorkRequest>) => Promise<Failure>
  work: (operation: string, input: JsonObject, some?: Partial<WorkRequest>) => WorkRequest
}

export const quiet = { info: () => {}, warn: () => {}, error: () => {} }

export function theActivities(fresh: FreshDatabase, some: Partial<ActivitiesConfig> = {}): Activities {
  const config = { ...activitiesConfig({ ITER_RETRY_SCALE: '0.01' }), ...some }
  return createActivities({ db: fresh.db, keys: fresh.keys, config, log: quiet })
}

export async function aSandboxTown(
  fresh: FreshDatabase,
  sandbox: Sandbox,
  activities: Activities = theActivities(fresh),
  index = 0,
): Promise<TestTown> {
  const credentials = sandbox.credentials.towns[index]!
  const { code, name, fiscalCode, province } = credentials
  // Several towns of the tests may stand for one of the sandbox: the code is unique, the rest need not be.
  const rows = await fresh.db.global(tx =>
    tx
      .insert(municipality)
      .values({ code: code + randomUUID().slice(0, 8), name, ipaCode: randomUUID(), fiscalCode, province })
      .returning(),
  )
  const id = rows[0]!.id
  await settle(fresh, id, credentials)
  const { record } = await aCase(fresh.db, { town: id })
  const work = (operation: string, input: JsonObject, some: Partial<WorkRequest> = {}): WorkRequest => ({
    id: `${operation}#1`,
    element: operation,
    operation,
    input,
    attempt: 1,
    municipality: id,
    caseId: record.id,
    caseNumber: record.number,
    at: new Date().toISOString(),
    ...some,
  })
  const perform = (operation: string, input: JsonObject, some?: Partial<WorkRequest>): Promise<Json> =>
    activities.perform(work(operation, input, some))
  return {
    id,
    credentials,
    caseId: record.id,
    caseNumber: record.number,
    work,
    perform,
    failure: (operation, input, some) => failureOf(perform(operation, input, some)),
  }
}

/** The failure that travels as the one detail of an ApplicationFailure. */
export async function failureOf(running: Promise<unknown>): Promise<Failure> {
  try {
    await running
  } catch (error) {
    const { details } = error as { details?: Failure[] }
    if (details?.[0] === undefined) throw error
    return details[0]
  }
  throw new Error('It did not fail')
}

/** What the town was handed, sealed as the seeds seal it. */
export async function settle(fresh: FreshDatabase, id: string, credentials: TownCredentials): Promise<void> {
  const { register, io, pagopa, anpr } = credentials
  const { baseUrl: payments, subscriptionKey, organizationFiscalCode: _cf, ...payee } = pagopa
  const { baseUrl: registry, clientId, kid, privateKeyPem, ...endpoints } = anpr
  const rows = [
    { platform: 'register', baseUrl: register.baseUrl, secrets: { token: register.token }, settings: {} },
    { platform: 'io', baseUrl: io.baseUrl, secrets: { subscriptionKey: io.subscriptionKey }, settings: {} },
    { platform: 'pagopa', baseUrl: payments, secrets: { subscriptionKey }, settings: payee },
    { platform: 'anpr', baseUrl: registry, secrets: { clientId, kid, privateKeyPem }, settings: endpoints },
    { platform: 'spid', baseUrl: '', secrets: {}, settings: { audience, recipient } },
  ]
  for (const { secrets, settings, ...row } of rows) {
    const sealed = await fresh.keys.sealFor(id, JSON.stringify(secrets), `platform_setting/${row.platform}`)
    const plain: JsonObject = JSON.parse(JSON.stringify(settings))
    await fresh.db.withTenants([id], tx =>
      tx.insert(platformSetting).values({ municipalityId: id, ...row, secrets: sealed, settings: plain }),
    )
  }
}

export async function knowProviders(fresh: FreshDatabase, sandbox: Sandbox): Promise<void> {
  await fresh.db.global(tx =>
    tx.insert(identityProvider).values(
      sandbox.credentials.identityProviders.map(({ entityId, name, method, certificatePem }) => ({
        entityId,
        name,
        method,
        certificate: certificatePem,
        validFrom: '2020-01-01T00:00:00.000Z',
        validTo: '2040-01-01T00:00:00.000Z',
      })),
    ),
  )
}
