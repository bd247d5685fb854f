import { setPlatformHealth } from '../db/queries/set-platform-health.ts'
import type { Db } from '../db/client.ts'
import { findTown } from '../db/queries/find-town.ts'
import { z } from 'zod'
import type { ChoreContext } from './kernel/chore-context.ts'
import { isOperationError } from './kernel/operation-error.ts'
import type { ConfiguredPlatform } from './kernel/platform-settings.ts'

const anything = z.unknown()
// Any of these shows that the platform is there and answers; what it says does not matter.
const answers = { 200: anything, 400: anything, 404: anything, 405: anything }

type Probe = (context: ChoreContext) => Promise<unknown>

/** The cheapest question that each platform answers without leaving anything behind. */
const probes: Partial<Record<string, Probe>> = {
  register: async context => {
    const { baseUrl, secrets } = await context.setting('register')
    const headers = { authorization: `Bearer ${secrets.token}` }
    return context.client('register', baseUrl).call({ method: 'GET', path: '/protocol?key=probe', headers, answers })
  },
  anpr: async context => {
    const { baseUrl, settings } = await context.setting('anpr')
    const path = `${settings.services.C020.path}/status`
    return context.client('anpr', baseUrl).call({ method: 'GET', path, answers })
  },
  pagopa: async context => {
    const { baseUrl, secrets } = await context.setting('pagopa')
    const town = await context.transaction(tx => findTown(tx, context.municipality))
    const headers = { 'ocp-apim-subscription-key': secrets.subscriptionKey }
    const path = `/organizations/${town?.fiscalCode ?? ''}/debtpositions/ITER-PROBE`
    return context.client('pagopa', baseUrl).call({ method: 'GET', path, headers, answers })
  },
  io: async context => {
    const { baseUrl, secrets } = await context.setting('io')
    const headers = { 'ocp-apim-subscription-key': secrets.subscriptionKey }
    // Not anybody's fiscal code: IO answers that it is not valid, or not there.
    const body = JSON.stringify({ fiscal_code: 'AAAAAA00A00A000A' })
    return context.client('io', baseUrl).call({ method: 'POST', path: '/profiles', headers, body, answers })
  },
}

/** `error`: code of what is wrong; a platform that is up may refuse this town's key. */
export interface Probed {
  up: boolean
  error: string | null
}

/** Whether a platform answers again for a town; platforms inside the house always do. */
export async function probePlatform(db: Db, context: ChoreContext, platform: string): Promise<boolean> {
  const { up } = await askPlatform(db, context, platform)
  return up
}

/** What a platform says to a town that asks whether it answers. Writes down what it saw. */
export async function askPlatform(db: Db, context: ChoreContext, platform: string): Promise<Probed> {
  const probe = probes[platform]
  if (probe === undefined) return { up: true, error: null }
  const { up, error } = await outcomeOf(() => probe(context))
  const shared: ConfiguredPlatform[] = ['anpr', 'pagopa', 'io']
  const municipality = shared.some(name => name === platform) ? null : context.municipality
  await db.global(tx =>
    setPlatformHealth(tx, { platform, municipality, state: up ? 'up' : 'down', error, probed: true }),
  )
  return { up, error }
}

async function outcomeOf(probe: () => Promise<unknown>): Promise<Probed> {
  try {
    await probe()
    return { up: true, error: null }
  } catch (error) {
    if (!isOperationError(error)) throw error
    // A town's wrong key is no outage: its steps may run again, and will say what is wrong.
    return { up: error.kind === 'misconfigured' || error.kind === 'refused', error: error.code }
  }
}
