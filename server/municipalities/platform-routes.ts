import { and, eq } from 'drizzle-orm'
import { z } from 'zod'

import type { Tx } from '../../db/client.ts'
import type { Keys } from '../../db/keys.ts'
import { appendAudit } from '../../db/queries/append-audit.ts'
import { noteChange } from '../../db/queries/note-change.ts'
import { platformSetting } from '../../db/schema/municipalities.ts'
import { platformHealth } from '../../db/schema/platforms.ts'
import { listPlatforms, platforms, savePlatform, testPlatform } from '../api/municipalities.ts'
import type { platformRow } from '../api/municipalities.ts'
import type { Deps } from '../deps.ts'
import { notFound, refuse } from '../http/problem.ts'
import { ok, staffRoute } from '../http/route.ts'
import type { Route } from '../http/route.ts'
import { sealContexts } from '../keys.ts'
import type { Staff } from '../sign-in/staff.ts'
import { healthOf } from './health.ts'
import { probe } from './probe.ts'

type Platform = (typeof platforms)[number]
type Setting = typeof platformSetting.$inferSelect

const secretsSchema = z.record(z.string(), z.string())

export function platformRoutes(deps: Deps): Route[] {
  const { db, keys } = deps
  return [
    staffRoute(listPlatforms, ({ params }, staff) => {
      staff.require('platforms.read', params.municipalityId)
      return db.withTenants([params.municipalityId], async tx => {
        const rows = await tx.select().from(platformSetting)
        const items = []
        for (const platform of platforms) {
          const row = rows.find(one => one.platform === platform)
          if (row) items.push(await viewOf(tx, keys, row, platform))
        }
        return ok({ items, nextCursor: null })
      })
    }),
    staffRoute(savePlatform, ({ params, body, requestId, now }, staff) => {
      const { municipalityId: municipality, platform } = params
      staff.require('platforms.manage', municipality)
      return db.withTenants([municipality], async tx => {
        const old = await findSetting(tx, municipality, platform)
        const secrets = { ...(old ? await openSecrets(keys, old) : {}), ...body.secrets }
        const values = {
          baseUrl: body.baseUrl,
          secrets: await keys.sealFor(municipality, JSON.stringify(secrets), sealContexts.platform(platform)),
          settings: body.settings ?? old?.settings ?? {},
          keyExpiresAt: body.keyExpiresAt === null ? null : `${body.keyExpiresAt}T00:00:00.000Z`,
          updatedAt: now,
        }
        const [saved] = await tx
          .insert(platformSetting)
          .values({ municipalityId: municipality, platform, ...values })
          .onConflictDoUpdate({ target: [platformSetting.municipalityId, platformSetting.platform], set: values })
          .returning()
        await appendAudit(tx, {
          municipality,
          actor: { ...staff.actor('platforms.manage', municipality), session: staff.session },
          action: 'platform.saved',
          object: { type: 'platform', id: platform },
          requestId,
          // Names of the secrets only.
          detail: {
            before: { baseUrl: old?.baseUrl ?? null, keyExpiresAt: old?.keyExpiresAt ?? null },
            after: { baseUrl: body.baseUrl, keyExpiresAt: body.keyExpiresAt },
            replaced: Object.keys(body.secrets ?? {}),
          },
        })
        await noteChange(tx, { municipality, resource: 'platform', resourceId: platform })
        return ok(await viewOf(tx, keys, saved ?? refuse('defect'), platform))
      })
    }),
    staffRoute(testPlatform, async ({ params, requestId, now }, staff) => {
      const { municipalityId: municipality, platform } = params
      staff.require('platforms.manage', municipality)
      await db.withTenants([municipality], async tx => (await findSetting(tx, municipality, platform)) ?? notFound())
      const result = await probe(deps, { municipality, platform, requestId })
      await db.withTenants([municipality], tx =>
        keepResult(tx, staff, { municipality, platform, requestId, now, ...result }),
      )
      return ok({ ...result, testedAt: now })
    }),
  ]
}

async function findSetting(tx: Tx, municipality: string, platform: string): Promise<Setting | undefined> {
  const [found] = await tx
    .select()
    .from(platformSetting)
    .where(and(eq(platformSetting.municipalityId, municipality), eq(platformSetting.platform, platform)))
  return found
}

async function openSecrets(keys: Keys, row: Setting): Promise<{ [name: string]: string }> {
  if (!row.secrets) return {}
  const clear = await keys.openFor(row.municipalityId, row.secrets, sealContexts.platform(row.platform))
  return secretsSchema.parse(JSON.parse(clear.toString('utf8')))
}

/** Everything but the secrets themselves. */
async function viewOf(tx: Tx, keys: Keys, row: Setting, platform: Platform): Promise<z.input<typeof platformRow>> {
  const health = await tx.select().from(platformHealth).where(eq(platformHealth.platform, platform))
  return {
    id: `${row.municipalityId}:${platform}`,
    platform,
    baseUrl: row.baseUrl,
    secrets: Object.keys(await openSecrets(keys, row)),
    settings: row.settings,
    keyExpiresAt: row.keyExpiresAt?.slice(0, 10) ?? null,
    testedAt: row.testedAt,
    testResult: row.testResult === null ? null : { ok: row.testResult === 'ok', message: messageOf(row.testResult) },
    health: healthOf(health, platform, row.municipalityId),
    revision: row.updatedAt === null ? 0 : Math.floor(Date.parse(row.updatedAt) / 1000) % 2_147_483_647,
  }
}

const messageOf = (result: string): string => (result === 'ok' ? 'Il collegamento funziona.' : result)

interface Tested {
  municipality: string
  platform: string
  requestId: string
  now: string
  ok: boolean
  message: string
}

async function keepResult(tx: Tx, staff: Staff, tested: Tested): Promise<void> {
  const { municipality, platform, now, ok: isOk, message, requestId } = tested
  await tx
    .update(platformSetting)
    .set({ testedAt: now, testResult: isOk ? 'ok' : message })
    .where(and(eq(platformSetting.municipalityId, municipality), eq(platformSetting.platform, platform)))
  await appendAudit(tx, {
    municipality,
    actor: { ...staff.actor('platforms.manage', municipality), session: staff.session },
    action: 'platform.tested',
    object: { type: 'platform', id: platform },
    requestId,
    outcome: isOk ? 'done' : 'failed',
  })
}
