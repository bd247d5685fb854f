import { sql } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { platformHealth } from '../schema/platforms.ts'

export interface Health {
  platform: string
  /** Null when the platform is one for all towns. */
  municipality: string | null
  state: 'up' | 'down' | 'slow' | 'misconfigured'
  /** A code, never a text with data. */
  error: string | null
  probed: boolean
}

/** Says how a platform is doing; `since` moves only when the state changes. */
export async function setPlatformHealth(tx: Tx, health: Health): Promise<void> {
  const now = sql`now()`
  await tx
    .insert(platformHealth)
    .values({
      platform: health.platform,
      municipalityId: health.municipality,
      state: health.state,
      since: now,
      lastError: health.error,
      probeAt: health.probed ? now : null,
      updatedAt: now,
    })
    .onConflictDoUpdate({
      target: [platformHealth.platform, platformHealth.municipalityId],
      set: {
        state: health.state,
        since: sql`case when ${platformHealth.state} = excluded.state then ${platformHealth.since} else excluded.since end`,
        lastError: sql`coalesce(excluded.last_error, ${platformHealth.lastError})`,
        probeAt: sql`coalesce(excluded.probe_at, ${platformHealth.probeAt})`,
        updatedAt: now,
      },
    })
}
