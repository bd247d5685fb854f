import { getStatus } from '../api/system.ts'
import type { Deps } from '../deps.ts'
import { ok, publicRoute } from '../http/route.ts'
import type { Route } from '../http/route.ts'
import { statusParts } from './status-parts.ts'

const version = '0.1.0'

export function statusRoutes(deps: Deps): Route[] {
  return [
    publicRoute(getStatus, async () => {
      const parts = await statusParts(deps)
      const status = parts.every(part => part.state === 'up') ? 'ok' : 'degraded'
      return ok({ status, version, rehearsal: deps.config.rehearsal, at: deps.now(), parts })
    }),
  ]
}
