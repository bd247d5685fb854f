import { absenceRoutes } from './absences/routes.ts'
import { auditRoutes } from './audit/routes.ts'
import { caseActRoutes } from './cases/act-routes.ts'
import { caseDetailRoutes } from './cases/detail-routes.ts'
import { caseListRoutes } from './cases/list-routes.ts'
import { ownCaseRoutes } from './cases/own-case-routes.ts'
import { checkRoutes } from './checks/routes.ts'
import { deadlineRoutes } from './deadlines/routes.ts'
import type { Deps } from './deps.ts'
import { eventRoutes } from './events/routes.ts'
import { fareRoutes } from './fares/routes.ts'
import { statusRoutes } from './health/status.ts'
import type { Route } from './http/route.ts'
import { importRoutes } from './imports/routes.ts'
import { incidentRoutes } from './incidents/routes.ts'
import { intakeRoutes } from './intake/routes.ts'
import { messageRoutes } from './messages/routes.ts'
import { calendarRoutes } from './municipalities/calendar-routes.ts'
import { canteenListRoute } from './municipalities/canteen-list-route.ts'
import { paymentServiceRoutes } from './municipalities/payment-service-routes.ts'
import { officeRoutes } from './municipalities/office-routes.ts'
import { platformRoutes } from './municipalities/platform-routes.ts'
import { municipalityReadRoutes } from './municipalities/read-routes.ts'
import { staffRoutes } from './municipalities/staff-routes.ts'
import { accountingMapRoutes } from './payments/accounting-map-routes.ts'
import { paymentEntryRoutes } from './payments/entry-routes.ts'
import { paymentFeedRoutes } from './payments/feed-routes.ts'
import { paymentFileReportRoutes } from './payments/file-report-routes.ts'
import { paymentFileRoutes } from './payments/file-routes.ts'
import { paymentFlowRoutes } from './payments/flow-routes.ts'
import { paymentListRoutes } from './payments/list-routes.ts'
import { paymentPageRoutes } from './payments/page-routes.ts'
import { regularisationRoutes } from './payments/regularisation-routes.ts'
import { paymentTotalRoutes } from './payments/totals-routes.ts'
import { restartRoutes } from './restarts/routes.ts'
import { procedureRoutes } from './procedures/routes.ts'
import { sessionRoutes } from './sign-in/session-routes.ts'
import { taskRoutes } from './tasks/routes.ts'
import { viewRoutes } from './views/routes.ts'

/** The one table of routes: express, the OpenAPI documents and the checks of rights come from it. */
export function routes(deps: Deps): Route[] {
  return [
    ...statusRoutes(deps),
    ...sessionRoutes(deps),
    ...taskRoutes(deps),
    ...absenceRoutes(deps),
    ...caseListRoutes(deps),
    ...viewRoutes(deps),
    ...deadlineRoutes(deps),
    ...caseDetailRoutes(deps),
    ...caseActRoutes(deps),
    ...incidentRoutes(deps),
    ...restartRoutes(deps),
    ...importRoutes(deps),
    ...paymentListRoutes(deps),
    ...paymentTotalRoutes(deps),
    ...paymentFileRoutes(deps),
    ...paymentFileReportRoutes(deps),
    ...paymentFlowRoutes(deps),
    ...paymentEntryRoutes(deps),
    ...regularisationRoutes(deps),
    ...accountingMapRoutes(deps),
    // Below the others of its path: an id is what is none of their names.
    ...paymentPageRoutes(deps),
    ...municipalityReadRoutes(deps),
    ...officeRoutes(deps),
    ...paymentServiceRoutes(deps),
    ...calendarRoutes(deps),
    ...staffRoutes(deps),
    ...platformRoutes(deps),
    canteenListRoute(deps),
    ...fareRoutes(deps),
    ...procedureRoutes(deps),
    ...auditRoutes(deps),
    ...checkRoutes(deps),
    ...eventRoutes(deps),
    ...intakeRoutes(deps),
    ...ownCaseRoutes(deps),
    ...messageRoutes(deps),
    ...paymentFeedRoutes(deps),
  ]
}
