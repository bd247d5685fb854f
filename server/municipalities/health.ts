import type { platformHealth } from '../../db/schema/platforms.ts'

type Row = typeof platformHealth.$inferSelect

export interface Health {
  state: 'ok' | 'failing' | 'unknown'
  since: string | null
  lastError: string | null
}

/** How a platform is doing for a town: what was seen for the town itself, else for everybody. */
export function healthOf(rows: readonly Row[], platform: string, municipality: string): Health {
  const own = rows.find(one => one.platform === platform && one.municipalityId === municipality)
  const found = own ?? rows.find(one => one.platform === platform && one.municipalityId === null)
  if (!found) return { state: 'unknown', since: null, lastError: null }
  const isUp = found.state === 'up'
  return { state: isUp ? 'ok' : 'failing', since: found.since, lastError: isUp ? null : found.lastError }
}
