import { setTimeout as pause } from 'node:timers/promises'
import type { Client } from '@temporalio/client'
import type { Logger } from 'pino'
import type { Db } from '../db/client.ts'
import { listMunicipalityIds } from '../db/queries/list-municipality-ids.ts'
import { municipalitiesWithPlatform } from '../db/queries/municipalities-with-platform.ts'
import { openOutages } from '../db/queries/open-outages.ts'
import { retryOutage } from '../db/queries/retry-outage.ts'
import { tryLead } from '../db/queries/try-lead.ts'
import type { HealerDeps } from './healer.ts'
import { runHealer } from './healer.ts'
import { scheduleReceipts, scheduleReports } from './schedules.ts'

interface Deps {
  db: Db
  client: Client
  probe: HealerDeps['probe']
  log: Logger
}

interface Pace {
  healPerSecond: number
  healEverySeconds: number
  receiptsEverySeconds: number
  reportsEverySeconds: number
  signal: AbortSignal
}

/** What the installation does without being asked; every worker offers itself, one at a time does it. Ends when `signal` is aborted. */
export async function runDuties({ db, client, probe, log }: Deps, pace: Pace): Promise<void> {
  const everywhere = () => db.global(listMunicipalityIds)
  const healing = runHealer(
    {
      alone: round => db.global(async tx => ((await tryLead(tx, 'healer')) ? round() : null)),
      outages: async () => db.withTenants(await everywhere(), openOutages),
      probe,
      retry: ({ municipality, platform }, limit) =>
        db.withTenants([municipality], tx => retryOutage(tx, { municipality, platform, limit })),
      log,
    },
    { perSecond: pace.healPerSecond, everySeconds: pace.healEverySeconds, signal: pace.signal },
  )
  const scheduling = keepSchedules(
    async () => {
      const municipalities = await db.withTenants(await everywhere(), tx => municipalitiesWithPlatform(tx, 'pagopa'))
      for (const municipality of municipalities) {
        await scheduleReceipts(client, municipality, pace.receiptsEverySeconds)
        await scheduleReports(client, municipality, pace.reportsEverySeconds)
      }
    },
    { log, signal: pace.signal },
  )
  await Promise.all([healing, scheduling])
}

/** Municipalities join and leave while the worker runs. */
async function keepSchedules(update: () => Promise<void>, { log, signal }: { log: Logger; signal: AbortSignal }) {
  while (!signal.aborted) {
    await update().catch(error => log.warn({ err: error }, 'The schedules could not be brought up to date'))
    await pause(60_000, undefined, { signal }).catch(() => {})
  }
}
