import type { Contract } from './contract.ts'
import * as absences from './absences.ts'
import * as acts from './acts.ts'
import * as audit from './audit.ts'
import * as caseDetails from './case-details.ts'
import * as cases from './cases.ts'
import * as checks from './checks.ts'
import * as deadlines from './deadlines.ts'
import * as documents from './documents.ts'
import * as fares from './fares.ts'
import * as frontOffice from './front-office.ts'
import * as imports from './imports.ts'
import * as incidents from './incidents.ts'
import * as municipalities from './municipalities.ts'
import * as paymentEntries from './payment-entries.ts'
import * as paymentFeed from './payment-feed.ts'
import * as paymentFiles from './payment-files.ts'
import * as paymentFlows from './payment-flows.ts'
import * as paymentRegularisation from './payment-regularisation.ts'
import * as payments from './payments.ts'
import * as paymentServices from './payment-services.ts'
import * as procedures from './procedures.ts'
import * as restarts from './restarts.ts'
import * as session from './session.ts'
import * as system from './system.ts'
import * as tasks from './tasks.ts'
import * as townSettings from './town-settings.ts'
import * as views from './views.ts'

/** Every operation of the API, in the order in which the documents list them. */
export const operations: readonly Contract[] = [
  system,
  session,
  tasks,
  absences,
  cases,
  views,
  deadlines,
  caseDetails,
  acts,
  documents,
  incidents,
  restarts,
  imports,
  payments,
  paymentFlows,
  paymentFiles,
  paymentEntries,
  paymentRegularisation,
  municipalities,
  townSettings,
  paymentServices,
  fares,
  procedures,
  audit,
  checks,
  frontOffice,
  paymentFeed,
].flatMap(module => Object.values(module).filter(isContract))

function isContract(value: unknown): value is Contract {
  return typeof value === 'object' && value !== null && 'id' in value && 'method' in value && 'answers' in value
}
