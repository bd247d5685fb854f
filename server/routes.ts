import type { Deps } from './deps.ts'
import { statusRoutes } from './health/status.ts'
import type { Route } from './http/route.ts'
import { intakeRoutes } from './intake/routes.ts'
import { sessionRoutes } from './sign-in/session-routes.ts'
import { taskRoutes } from './tasks/routes.ts'

/** The one table of routes: express, the OpenAPI documents and the checks of rights come from it. */
export function routes(deps: Deps): Route[] {
  return [...statusRoutes(deps), ...sessionRoutes(deps), ...taskRoutes(deps), ...intakeRoutes(deps)]
}
