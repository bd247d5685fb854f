// Made by scripts/api-types.mjs from docs/openapi-console.json: do not edit.
import type { Json, JsonObject, Text } from '../engine/json.ts'

export type ActBody =
  | {
      type: 'retry'
      incident: string
    }
  | {
      type: 'amend'
      incident?: string
      set: {
        path: string
        value: Json
      }[]
    }
  | {
      type: 'record-outcome'
      incident: string
      output: JsonObject
      source: string
    }
  | {
      type: 'not-done'
      incident: string
      source: string
    }
  | {
      type: 'suspend'
    }
  | {
      type: 'resume'
    }
  | {
      type: 'reassign'
      task: string
      assignee?: string
      office?: string
    }
  | {
      type: 'move'
      from: string
      to: string
    }
  | {
      type: 'message'
      name: string
      data: JsonObject
    }
  | {
      type: 'close'
      ground: string
      text?: string
    }
export type Role = 'clerk' | 'supervisor' | 'accountant' | 'analyst' | 'auditor' | 'administrator' | 'operator'
export type GetActAnswer = ActAnswer | ActPending | ActRefused

export interface ViewQuery {
  procedure?: string
  status?: 'running' | 'suspended' | 'completed' | 'failed' | 'closed'
  phase?: 'working' | 'waiting-task' | 'waiting-outside' | 'waiting-time' | 'blocked' | 'suspended' | 'ended'
  outcome?: string
  late?: 'true' | 'false'
  open?: 'true' | 'false' | 'all'
  office?: string
  term?: 'running' | 'suspended'
  missing?: 'payment' | 'receipt' | 'report' | 'credit' | 'difference' | 'nothing' | 'any'
  service?: string
  duplicates?: 'true' | 'false'
  sort?: 'receivedAt' | 'updatedAt' | 'due' | 'since' | 'number' | 'subject' | 'paidAt' | 'dueOn'
  order?: 'asc' | 'desc'
}
export interface Preferences {
  caseColumns?: (
    | 'protocol'
    | 'procedure'
    | 'subject'
    | 'applicant'
    | 'state'
    | 'step'
    | 'waiting'
    | 'since'
    | 'due'
    | 'received'
    | 'channel'
    | 'municipality'
  )[]
}
export interface FareTable {
  name: string
  hitPolicy: 'UNIQUE' | 'ANY' | 'FIRST' | 'RULE ORDER' | 'COLLECT'
  inputs: {
    label: string
    expression: string
    type: string
  }[]
  outputs: {
    name: string
    label: string
    type: string
  }[]
  rules: {
    inputs: string[]
    outputs: string[]
    text: string
  }[]
}
export interface FareSample {
  name: string
  inputs: JsonObject
}
export interface Problem {
  type: string
  title: string
  status: number
  detail?: string
  kind: string
  instance?: string
  errors?: {
    path: string
    message: string
  }[]
}
export interface Session {
  person: PersonRef
  memberships: {
    municipality: MunicipalityRef
    role: Role
    office: {
      code: string
      name: string
    } | null
  }[]
  municipalities: MunicipalityRef[]
  permissions: {
    [k: string]: string[]
  }
  masked: string[]
  signedInAt: string
  expiresAt: string
  rehearsal: boolean
}
export interface PersonRef {
  id: string
  name: string
}
export interface MunicipalityRef {
  id: string
  code: string
  name: string
}
export interface OwnSession {
  id: string
  current: boolean
  signedInAt: string
  lastSeenAt: string
  expiresAt: string
}
export interface ActAnswer {
  state: 'done'
  requestId: string
  revision: number
  at: string
}
export interface ActPending {
  state: 'pending'
  requestId: string
  links: {
    self: string
  }
}
export interface TaskPage {
  id: string
  caseId: string
  taskId: string
  name: string
  element: string
  number: string
  protocol: string | null
  procedure: string
  procedureTitle: Text
  subject: string | null
  applicant: string | null
  about: string | null
  municipality: MunicipalityRef
  office: {
    code: string
    name: string
  }
  role: string | null
  confidential: boolean
  assignee: PersonRef | null
  mine: boolean
  inPlaceOf: PersonRef | null
  openedAt: string
  due: string | null
  legalDue: string | null
  group: 'late' | 'today' | 'week' | 'later'
  state: 'open' | 'completed' | 'cancelled'
  revision: number
  case: {
    title: string
    status: string
    phase: string
    receivedAt: string
    channel: string
  }
  form: Form
  document: JsonObject
  facts: FormFact[]
  draft: JsonObject | null
  draftSavedAt: string | null
  documents: DocumentRow[]
  allowed: ('claim' | 'release' | 'complete' | 'reassign')[]
  colleagues: PersonRef[]
  offices: {
    code: string
    name: string
  }[]
}
export interface Form {
  key: string
  title: Text
  help?: Text
  facts: {
    label: Text
    value: string
    format?: 'text' | 'money' | 'date' | 'boolean'
    badge?: {
      when: string
      tone: 'ok' | 'warn' | 'bad'
      text: Text
    }[]
  }[]
  fields: FormField[]
}
export interface FormField {
  key: string
  label: Text
  type: 'text' | 'textarea' | 'date' | 'integer' | 'money' | 'boolean' | 'choice' | 'multi-choice' | 'document'
  help?: Text
  required?: boolean | string
  visible?: string
  options?: {
    value: string
    label: Text
    help?: Text
  }[]
  maxLength?: number
  pattern?: string
  min?: number | string
  max?: number | string
}
export interface FormFact {
  label: Text
  value: Text
  badge: {
    tone: 'ok' | 'warn' | 'bad'
    text: Text
  } | null
}
export interface DocumentRow {
  id: string
  kind: string
  name: string
  mediaType: string
  size: number
  sha256: string
  direction: 'in' | 'out' | 'internal'
  protocol: string | null
  confidential: boolean
  createdAt: string
  createdBy: PersonRef | null
  href: string
}
export interface TaskRow {
  id: string
  caseId: string
  taskId: string
  name: string
  element: string
  number: string
  protocol: string | null
  procedure: string
  procedureTitle: Text
  subject: string | null
  applicant: string | null
  about: string | null
  municipality: MunicipalityRef
  office: {
    code: string
    name: string
  }
  role: string | null
  confidential: boolean
  assignee: PersonRef | null
  mine: boolean
  inPlaceOf: PersonRef | null
  openedAt: string
  due: string | null
  legalDue: string | null
  group: 'late' | 'today' | 'week' | 'later'
  state: 'open' | 'completed' | 'cancelled'
}
export interface AbsenceRow {
  id: string
  person: PersonRef
  substitute: PersonRef
  firstDay: string
  lastDay: string
  setBy: PersonRef
  current: boolean
  mayEnd: boolean
}
export interface CaseRow {
  id: string
  number: string
  protocol: string | null
  procedure: string
  procedureTitle: Text
  title: string
  subject: string | null
  applicant: string | null
  municipality: MunicipalityRef
  channel: 'front-office' | 'import' | 'counter'
  status: 'running' | 'suspended' | 'completed' | 'failed' | 'closed'
  phase: 'working' | 'waiting-task' | 'waiting-outside' | 'waiting-time' | 'blocked' | 'suspended' | 'ended'
  outcome: string | null
  late: boolean
  stepName: string | null
  stepText: Text | null
  waitingFor: string | null
  waitingForText: Text | null
  since: string | null
  due: string | null
  termSuspended: boolean
  receivedAt: string
  startedAt: string | null
  updatedAt: string
  endedAt: string | null
  revision: number
}
export interface CasePage {
  id: string
  number: string
  protocol: string | null
  procedure: string
  procedureTitle: Text
  title: string
  subject: string | null
  applicant: string | null
  municipality: MunicipalityRef
  channel: 'front-office' | 'import' | 'counter'
  status: 'running' | 'suspended' | 'completed' | 'failed' | 'closed'
  phase: 'working' | 'waiting-task' | 'waiting-outside' | 'waiting-time' | 'blocked' | 'suspended' | 'ended'
  outcome: string | null
  late: boolean
  stepName: string | null
  stepText: Text | null
  waitingFor: string | null
  waitingForText: Text | null
  since: string | null
  due: string | null
  termSuspended: boolean
  receivedAt: string
  startedAt: string | null
  updatedAt: string
  endedAt: string | null
  revision: number
  sentence: Sentence
  terms: Term[]
  steps: Step[]
  flows: string[]
  tasks: TaskRow[]
  incidents: IncidentRow[]
  acts: AllowedAct[]
  document: JsonObject
  data: DataItem[]
  decisions: {
    name: string
    at: string
    rules: {
      number: number
      text: string
    }[]
    output: Json
    resolution: string | null
    validFrom: string | null
  }[]
  counts: {
    documents: number
    payments: number
    messages: number
  }
  masked: boolean
  clock: string | null
  deadline: string | null
  canAdvanceTime: boolean
}
export interface Sentence {
  kind:
    | 'received'
    | 'working'
    | 'retrying'
    | 'waiting-task'
    | 'waiting-message'
    | 'waiting-payment'
    | 'waiting-time'
    | 'active'
    | 'blocked'
    | 'to-verify'
    | 'suspended'
    | 'ended'
  step: string | null
  stepText: Text | null
  who: string | null
  whoText: Text | null
  assignee: string | null
  since: string | null
  until: string | null
  lastDay: string | null
  decidedAt: string | null
  outcome: string | null
  failure: {
    platform: string | null
    message: string
    heals: boolean
  } | null
  attempts: number | null
  maxAttempts: number | null
  nextAttemptAt: string | null
  others: number
}
export interface Term {
  key: string
  name: string
  law: string | null
  state: 'running' | 'suspended' | 'met' | 'expired'
  startedAt: string
  due: string
  length: {
    days: number
    unit: 'calendar' | 'working'
  }
  usedDays: number
  suspendedDays: number
  remainingDays: number
  suspensions: {
    cause: string
    from: string
    to: string | null
  }[]
  metAt: string | null
}
export interface Step {
  id: string
  element: string
  name: string
  kind: string
  state: 'active' | 'done' | 'cancelled' | 'failed' | 'to-come'
  enteredAt: string | null
  leftAt: string | null
  waitingFor: {
    kind: string
    what: string
    until: string | null
    term?: string
    lastDay?: string
    idle?: true
    text: Text | null
  } | null
  tries: number
  maxAttempts: number | null
  nextAttemptAt: string | null
  lastError: string | null
}
export interface IncidentRow {
  id: string
  incidentId: string
  caseId: string
  number: string
  subject: string | null
  municipality: MunicipalityRef
  procedure: string
  element: string
  name: string
  operation: string
  platform: string | null
  kind: 'refused' | 'unavailable' | 'misconfigured' | 'unknown-outcome' | 'defect'
  code: string
  message: string
  detail: string | null
  touched: boolean
  heals: boolean
  raisedAt: string
  resolvedAt: string | null
  due: string | null
  tries: number
  nextAttemptAt: string | null
  allowed: ('retry' | 'amend' | 'record-outcome' | 'not-done' | 'close')[]
  verifyFrom: string | null
}
export interface AllowedAct {
  act:
    'retry' | 'amend' | 'record-outcome' | 'not-done' | 'suspend' | 'resume' | 'reassign' | 'move' | 'message' | 'close'
  incident: string | null
  task: string | null
  from: string | null
  message: string | null
  label: Text
  preview: Text
  tone: 'primary' | 'plain' | 'danger'
  reasonWords: number
  notBefore: string | null
  fields: {
    key: string
    label: Text
    type: 'text' | 'textarea' | 'date' | 'integer' | 'money' | 'boolean' | 'choice' | 'multi-choice' | 'document'
    help?: Text
    required?: boolean | string
    visible?: string
    options?: {
      value: string
      label: Text
      help?: Text
    }[]
    maxLength?: number
    pattern?: string
    min?: number | string
    max?: number | string
    value: Json
  }[]
}
export interface DataItem {
  path: string
  label: Text
  value: Json
  valueText: Text | null
  section: 'request' | 'checks' | 'fare' | 'decision' | 'service' | 'payment' | 'other'
  technical: boolean
  source: string
  masked: boolean
}
export interface SavedView {
  id: string
  list: 'cases' | 'payments'
  name: string
  municipality: MunicipalityRef
  audience: 'me' | 'office' | 'town'
  office: {
    code: string
    name: string
  } | null
  owner: PersonRef | null
  mine: boolean
  mayChange: boolean
  query: ViewQuery
  revision: number
  updatedAt: string
}
export interface DeadlineRow {
  municipality: MunicipalityRef
  office: {
    code: string
    name: string
  }
  late: number
  weeks: number[]
  later: number
  suspended: number
}
export interface HistoryItem {
  index: number
  at: string
  type: string
  element: string | null
  name: string | null
  step: string | null
  summary: Text | null
  actor: Actor | null
  reason: string | null
  detail: JsonObject
  attempts: {
    try: number
    startedAt: string
    endedAt: string | null
    errorKind: string | null
    errorCode: string | null
    message: string | null
    nextAt: string | null
  }[]
}
export interface Actor {
  kind: 'staff' | 'citizen' | 'platform' | 'system'
  id: string
  name: string | null
  role: string | null
}
export interface AuditRow {
  id: string
  seq: number
  municipality: MunicipalityRef
  at: string
  actor: Actor
  action: string
  label: Text
  answers: {
    seq: number
    action: string
    actor: Actor
  } | null
  object: string
  caseId: string | null
  number: string | null
  reason: string | null
  requestId: string | null
  outcome: string
  detail: JsonObject
  changes: {
    path: string
    label: Text
    before: Json
    after: Json
    beforeText: Text | null
    afterText: Text | null
  }[]
  hash: string
}
export interface MessageRow {
  id: string
  direction: 'in' | 'out'
  channel: string
  subject: string
  state: string
  at: string
}
export interface PaymentRow {
  id: string
  iuv: string
  nav: string
  cents: number
  dueDate: string
  state: 'creating' | 'published' | 'paid' | 'expired' | 'cancelled'
  description: string
  documentId: string | null
  receipts: {
    id: string
    cents: number
    paidAt: string
    source: 'push' | 'poll'
    creditedAt: string | null
  }[]
}
export interface ActRefused {
  state: 'refused'
  requestId: string
  refusal: {
    kind: string
    message: string
    fields: {
      path: string
      message: string
    }[]
  }
}
export interface ActPreview {
  revision: number
  at: string
  refusal: {
    kind: string
    message: string
  } | null
  lines: {
    kind: 'outside' | 'citizen' | 'stops' | 'opens' | 'case' | 'warning'
    text: Text
  }[]
  changes: {
    path: string
    label: Text
    before: Text | null
    after: Text | null
  }[]
}
export interface IncidentGroup {
  id: string
  platform: string | null
  kind: 'refused' | 'unavailable' | 'misconfigured' | 'unknown-outcome' | 'defect'
  code: string
  message: string
  cases: number
  municipalities: MunicipalityRef[]
  dueSoon: number
  toVerify: number
  heals: boolean
  since: string
  lastAt: string
  growth: string[]
  health: {
    state: string
    since: string
    probedAt: string | null
    lastError: string | null
  } | null
}
export interface Restart {
  id: string
  cause: {
    platform: string | null
    kind: 'refused' | 'unavailable' | 'misconfigured' | 'unknown-outcome' | 'defect'
    code: string
    message: string
  }
  reason: string
  by: PersonRef | null
  state: 'running' | 'done' | 'stopped'
  createdAt: string
  endedAt: string | null
  perSecond: number
  municipalities: MunicipalityRef[]
  leftOut: number
  counts: {
    total: number
    waiting: number
    asked: number
    restarted: number
    blockedAgain: number
    skipped: number
    stopped: number
  }
}
export interface RestartItem {
  caseId: string
  incidentId: string
  number: string
  municipality: MunicipalityRef
  requestId: string
  state: 'waiting' | 'asked' | 'restarted' | 'blocked-again' | 'skipped' | 'stopped'
  askedAt: string | null
  message: string | null
}
export interface RestartPreview {
  cause: {
    platform: string | null
    kind: 'refused' | 'unavailable' | 'misconfigured' | 'unknown-outcome' | 'defect'
    code: string
    message: string
  }
  cases: number
  municipalities: {
    id: string
    code: string
    name: string
    cases: number
  }[]
  steps: {
    name: string
    operation: string
    cases: number
  }[]
  leftOut: number
  dueSoon: number
  perSecond: number
  seconds: number
  platformState: string | null
}
export interface ImportFile {
  id: string
  procedure: string
  procedureTitle: Text
  municipality: MunicipalityRef
  name: string
  sha256: string
  state: 'read' | 'nothing-to-confirm' | 'confirmed' | 'done'
  rows: number
  good: number
  bad: number
  duplicate: number
  created: number
  columns: {
    header: string
    label: Text
    required: boolean
    present: boolean
  }[]
  createdAt: string
  createdBy: PersonRef | null
  confirmedAt: string | null
  confirmedBy: PersonRef | null
}
export interface ImportLine {
  id: string
  line: number
  state: 'good' | 'bad' | 'duplicate' | 'created'
  reasons: {
    column: string
    message: string
  }[]
  values: {
    [k: string]: string
  }
  caseId: string | null
  number: string | null
}
export interface PaymentDetail {
  id: string
  municipality: MunicipalityRef
  iuv: string
  nav: string | null
  service: ServiceRef | null
  description: string | null
  debtor: string | null
  cents: number
  reportedCents: number | null
  dueOn: string | null
  paidAt: string | null
  paid: {
    state: 'no' | 'paid' | 'no-receipt' | 'revoked'
    on: string | null
    text: Text
  }
  reported: {
    state: 'no' | 'reported' | 'anomalous' | 'not-due'
    on: string | null
    text: Text
  }
  reconciled: {
    state: 'no' | 'partial' | 'difference' | 'reconciled' | 'not-due'
    on: string | null
    text: Text
  }
  missing: 'payment' | 'receipt' | 'report' | 'credit' | 'difference' | 'nothing'
  missingText: Text | null
  expectedOn: string | null
  late: boolean
  code: string | null
  codeText: Text | null
  duplicates: number
  flow: FlowOfPayment | null
  entry: EntryRef | null
  caseId: string | null
  changedAt: string
  receipts: {
    receiptId: string
    cents: number
    paidAt: string
    source: 'push' | 'poll'
    receivedAt: string
    second: boolean
  }[]
  rows: {
    flow: string
    flowId: string
    psp: string
    regulationOn: string
    position: number
    iur: string
    transfer: number
    cents: number
    outcome: number
    outcomeText: Text
    outcomeOn: string
    status: 'waiting' | 'partial' | 'reconciled' | 'difference' | 'nothing-due' | 'other-partner' | 'ambiguous'
    statusText: Text
  }[]
  entries: TreasuryEntry[]
  case: {
    id: string
    number: string
  } | null
  history: {
    at: string
    kind: 'notice' | 'receipt' | 'reported' | 'entry' | 'assigned' | 'revoked' | 'annulled'
    text: Text
    by: PersonRef | null
  }[]
}
export interface ServiceRef {
  code: string
  label: Text
}
export interface FlowOfPayment {
  id: string
  flowId: string
  psp: string
  count: number
  totalCents: number
  creditedCents: number
  differenceCents: number | null
  status: 'waiting' | 'partial' | 'reconciled' | 'difference' | 'nothing-due' | 'other-partner' | 'ambiguous'
}
export interface EntryRef {
  id: string
  bank: string
  exercise: number
  number: string
}
export interface TreasuryEntry {
  id: string
  bank: string
  exercise: number
  number: string
  municipality: MunicipalityRef
  cents: number
  reversedCents: number
  regularisedCents: number
  movedOn: string
  valueOn: string | null
  customer: string | null
  cause: string | null
  endToEndId: string | null
  account: string | null
  class: 'reconciled' | 'other-partner' | 'unreported' | 'error' | 'not-pagopa' | 'reversed'
  classText: Text
  code: string
  codeText: Text
  rule: string
  reasonTexts: Text[]
  differenceCents: number | null
  candidates: FlowCandidate[]
  assignment: EntryAssignment | null
  updatedAt: string
}
export interface FlowCandidate {
  flow: string
  flowId: string
  psp: string
  regulationOn: string
  regulationId: string
  totalCents: number
  differenceCents: number
  by: ('trn' | 'amount' | 'date')[]
}
export interface EntryAssignment {
  id: string
  target: 'flow' | 'payment' | 'not-pagopa' | 'other-partner'
  flowId: string | null
  psp: string | null
  iuv: string | null
  text: Text
  reason: string
  by: PersonRef | null
  at: string
  revoked: {
    by: PersonRef | null
    at: string
    reason: string
  } | null
  mayUndo: boolean
}
export interface PaymentLine {
  id: string
  municipality: MunicipalityRef
  iuv: string
  nav: string | null
  service: ServiceRef | null
  description: string | null
  debtor: string | null
  cents: number
  reportedCents: number | null
  dueOn: string | null
  paidAt: string | null
  paid: {
    state: 'no' | 'paid' | 'no-receipt' | 'revoked'
    on: string | null
    text: Text
  }
  reported: {
    state: 'no' | 'reported' | 'anomalous' | 'not-due'
    on: string | null
    text: Text
  }
  reconciled: {
    state: 'no' | 'partial' | 'difference' | 'reconciled' | 'not-due'
    on: string | null
    text: Text
  }
  missing: 'payment' | 'receipt' | 'report' | 'credit' | 'difference' | 'nothing'
  missingText: Text | null
  expectedOn: string | null
  late: boolean
  code: string | null
  codeText: Text | null
  duplicates: number
  flow: FlowOfPayment | null
  entry: EntryRef | null
  caseId: string | null
  changedAt: string
}
export interface CountedPayments {
  count: number
  cents: number | null
}
export interface PaymentSum {
  count: number
  cents: number
}
export interface PaymentFlow {
  id: string
  municipality: MunicipalityRef
  flowId: string
  psp: string
  pspName: string
  revision: number
  flowAt: string
  regulationId: string
  regulationOn: string
  totalCount: number
  totalCents: number
  foreignCount: number
  foreignCents: number
  creditedCents: number
  differenceCents: number | null
  state: 'current' | 'replaced' | 'anomalous'
  status: 'waiting' | 'partial' | 'reconciled' | 'difference' | 'nothing-due' | 'other-partner' | 'ambiguous'
  statusText: Text
  reconciledOn: string | null
  missingReceipts: number
  receiptTries: number
  receiptNextAt: string | null
  alarms: PaymentAlarm[]
  fileId: string
  createdAt: string
}
export interface PaymentAlarm {
  id: string
  municipality: MunicipalityRef
  kind: 'report-missing' | 'credit-missing' | 'receipts-missing' | 'reports-unseen' | 'reports-unfetched'
  text: Text
  detail: string | null
  subject: string
  flow: string | null
  since: string
  raisedAt: string
}
export interface PaymentFlowDetail {
  id: string
  municipality: MunicipalityRef
  flowId: string
  psp: string
  pspName: string
  revision: number
  flowAt: string
  regulationId: string
  regulationOn: string
  totalCount: number
  totalCents: number
  foreignCount: number
  foreignCents: number
  creditedCents: number
  differenceCents: number | null
  state: 'current' | 'replaced' | 'anomalous'
  status: 'waiting' | 'partial' | 'reconciled' | 'difference' | 'nothing-due' | 'other-partner' | 'ambiguous'
  statusText: Text
  reconciledOn: string | null
  missingReceipts: number
  receiptTries: number
  receiptNextAt: string | null
  alarms: PaymentAlarm[]
  fileId: string
  createdAt: string
  anomalies: {
    code: string
    text: Text
  }[]
  entries: TreasuryEntry[]
  revisions: {
    id: string
    revision: number
    flowAt: string
    state: 'current' | 'replaced' | 'anomalous'
    totalCents: number
  }[]
  mayAskReceipts: boolean
}
export interface PaymentFlowLine {
  position: number
  iuv: string
  iur: string
  transfer: number
  cents: number
  outcome: number
  outcomeText: Text
  outcomeOn: string
  ownership: 'own' | 'other-partner'
  payment: {
    id: string
    cents: number
    paid: 'no' | 'paid' | 'no-receipt' | 'revoked'
    debtor: string | null
  } | null
  receiptId: string | null
}
export interface PaymentFileDetail {
  id: string
  municipality: MunicipalityRef
  kind: 'report' | 'journal'
  name: string
  sha256: string
  size: number
  source: 'upload' | 'fetch'
  state: 'received' | 'reading' | 'taken' | 'refused'
  format: string | null
  rowsRead: number
  problem: {
    code: string
    text: {
      it: string
      en: string
    }
    place: {
      page?: number
      line?: number
      column?: number
    }
  } | null
  referenceOn: string | null
  createdAt: string
  createdBy: PersonRef | null
  endedAt: string | null
  report: JsonObject | null
  today: {
    movements: {
      count: number
      cents: number
      flows: number
    }
    parts: {
      [k: string]: {
        count: number
        cents: number
        flows: number
      }
    }
  } | null
  flow: string | null
}
export interface JournalMovement {
  position: number
  page: number
  line: number
  type: string
  documentType: string
  operation: string
  documentNumber: string | null
  billNumber: string | null
  cents: number
  movedOn: string
  valueOn: string | null
  customer: string | null
  cause: string | null
  part: 'reconciled' | 'other-partner' | 'unreported' | 'error' | 'not-pagopa' | 'reversed' | 'known' | 'ignored'
  partText: Text
  entry: {
    id: string
    bank: string
    exercise: number
    number: string
    class: 'reconciled' | 'other-partner' | 'unreported' | 'error' | 'not-pagopa' | 'reversed'
    code: string
    reasonTexts: Text[]
    differenceCents: number | null
    candidates: FlowCandidate[]
  } | null
}
export interface PaymentFile {
  id: string
  municipality: MunicipalityRef
  kind: 'report' | 'journal'
  name: string
  sha256: string
  size: number
  source: 'upload' | 'fetch'
  state: 'received' | 'reading' | 'taken' | 'refused'
  format: string | null
  rowsRead: number
  problem: {
    code: string
    text: {
      it: string
      en: string
    }
    place: {
      page?: number
      line?: number
      column?: number
    }
  } | null
  referenceOn: string | null
  createdAt: string
  createdBy: PersonRef | null
  endedAt: string | null
}
export interface TreasuryEntryDetail {
  id: string
  bank: string
  exercise: number
  number: string
  municipality: MunicipalityRef
  cents: number
  reversedCents: number
  regularisedCents: number
  movedOn: string
  valueOn: string | null
  customer: string | null
  cause: string | null
  endToEndId: string | null
  account: string | null
  class: 'reconciled' | 'other-partner' | 'unreported' | 'error' | 'not-pagopa' | 'reversed'
  classText: Text
  code: string
  codeText: Text
  rule: string
  reasonTexts: Text[]
  differenceCents: number | null
  candidates: FlowCandidate[]
  assignment: EntryAssignment | null
  updatedAt: string
  movements: {
    file: string
    fileName: string
    position: number
    page: number
    line: number
    operation: string
    cents: number
    movedOn: string
  }[]
  assignments: EntryAssignment[]
  flows: PaymentFlow[]
  payments: PaymentLine[]
  paymentCandidates: {
    id: string
    iuv: string
    cents: number
    dueOn: string | null
    debtor: string | null
    service: ServiceRef | null
    description: string | null
  }[]
  mayAssign: boolean
}
export interface AccountingMap {
  items: {
    service: string
    year: number | null
    chapter: string
    accertamento: string | null
    vatPercent: string | null
    label: Text
  }[]
  services: ServiceRef[]
  revision: number
}
export interface RegularisationRow {
  id: string
  bank: string
  exercise: number
  number: string
  municipality: MunicipalityRef
  movedOn: string
  cents: number
  regularisedCents: number
  remainingCents: number
  dueOn: string
  daysLeft: number
  class: 'reconciled' | 'other-partner' | 'unreported' | 'error' | 'not-pagopa' | 'reversed'
  classText: Text
  customer: string | null
  cause: string | null
  reasonTexts: Text[]
  parts: RegularisationPart[]
}
export interface RegularisationPart {
  service: ServiceRef | null
  year: number | null
  chapter: string | null
  accertamento: string | null
  vatPercent: string | null
  cents: number
  netCents: number
  vatCents: number
  payments: number
}
export interface StaffRow {
  id: string
  person: PersonRef
  email: string
  active: boolean
  role: Role
  office: {
    code: string
    name: string
  } | null
}
export interface ServiceToken {
  id: string
  name: string
  scopes: ('cases' | 'receipts' | 'payments')[]
  createdAt: string
  expiresAt: string
  revokedAt: string | null
}
export interface MunicipalityRow {
  id: string
  code: string
  name: string
  province: string
  ipaCode: string
  fiscalCode: string
  cases: {
    open: number
    blocked: number
    late: number
  }
  platforms: {
    platform: 'spid' | 'anpr' | 'pagopa' | 'io' | 'register'
    state: 'ok' | 'failing' | 'unknown'
    keyExpiresAt: string | null
  }[]
}
export interface Office {
  id: string
  code: string
  name: string
  confidential: boolean
  members: number
}
export interface PlatformRow {
  id: string
  platform: 'spid' | 'anpr' | 'pagopa' | 'io' | 'register'
  baseUrl: string
  secrets: string[]
  settings: JsonObject
  keyExpiresAt: string | null
  testedAt: string | null
  testResult: {
    ok: boolean
    message: string
  } | null
  health: {
    state: 'ok' | 'failing' | 'unknown'
    since: string | null
    lastError: string | null
  }
  revision: number
}
export interface OfficeCalendar {
  workingDays: number[]
  closures: {
    day: string
    name: string
  }[]
  patron: {
    day: string
    name: string
  } | null
  holidays: string[]
  revision: number
  changedBy: PersonRef | null
  changedAt: string | null
}
export interface PaymentService {
  code: string
  name: string
  office: string | null
  category: string
  iban: string | null
  postalIban: string | null
  postalHolder: string | null
  segregationCode: string | null
  shares: {
    payeeFiscalCode: string
    payeeName: string
    iban: string
    category: string
    description: string
    permille: number
  }[]
  isTax: boolean
  expires: boolean
  remindAfterDays: number | null
  isActive: boolean
}
export interface FarePage {
  id: string
  key: string
  resolution: string
  validFrom: string
  validTo: string | null
  status: 'draft' | 'approved'
  proposedBy: PersonRef | null
  proposedAt: string
  approvedBy: PersonRef | null
  approvedAt: string | null
  canApprove: boolean
  table: FareTable
  dmn: string
}
export interface FareRow {
  id: string
  key: string
  resolution: string
  validFrom: string
  validTo: string | null
  status: 'draft' | 'approved'
  proposedBy: PersonRef | null
  proposedAt: string
  approvedBy: PersonRef | null
  approvedAt: string | null
  canApprove: boolean
}
export interface FareTrial {
  name: string
  inputs: JsonObject
  output: Json
  rules: {
    number: number
    text: string
  }[]
  before: Json
  error: string | null
}
export interface ProcedurePage {
  id: string
  key: string
  version: number
  title: Text
  law: string
  office: string
  responsible: string
  termDays: number
  numberPrefix: string
  planHash: string
  publishedAt: string
  openCases: number
  csv: CsvColumn[]
  labels: {
    [k: string]: Text
  }
  requestSchema: JsonObject
  forms: Form[]
  requestForm: JsonObject | null
  bpmn: string
}
export interface CsvColumn {
  header: string
  path: string
  type: string
  required: boolean
  label: Text
  help: Text | null
  example: string | null
}
export interface ProcedureRow {
  id: string
  key: string
  version: number
  title: Text
  law: string
  office: string
  responsible: string
  termDays: number
  numberPrefix: string
  planHash: string
  publishedAt: string
  openCases: number
}
export interface CheckRow {
  id: string
  kind:
    | 'case-without-workflow'
    | 'workflow-without-case'
    | 'workflow-stopped'
    | 'closed-without-state'
    | 'projection-behind'
    | 'effect-stuck'
    | 'outbox-stuck'
    | 'receipt-untold'
    | 'act-lost'
  state: 'open' | 'repaired' | 'gone'
  municipality: MunicipalityRef
  caseId: string | null
  number: string | null
  title: Text
  meaning: Text
  remedy: Text
  detail: string
  foundAt: string
  seenAt: string
  settledAt: string | null
}
export interface CheckRun {
  id: string
  askedAt: string
  startedAt: string | null
  endedAt: string | null
  cases: number
  workflows: number
  found: number
  repaired: number
  error: string | null
}
export interface GetStatusAnswer {
  status: string
  version: string
  rehearsal: boolean
  at: string
  parts: {
    name: string
    state: 'up' | 'down'
    detail: string | null
  }[]
}
export interface ListSessionsAnswer {
  items: OwnSession[]
  nextCursor: string | null
}
export interface ListTasksAnswer {
  items: TaskRow[]
  nextCursor: string | null
  counts: {
    late: number
    today: number
    week: number
    later: number
    total: number
    cover: {
      total: number
      late: number
    }
  }
}
export interface SaveDraftAnswer {
  savedAt: string
}
export interface ListAbsencesAnswer {
  items: AbsenceRow[]
  nextCursor: null
  people: {
    id: string
    name: string
    offices: string[]
  }[]
  mayForOthers: boolean
}
export interface CreateCaseAtCounterAnswer {
  id: string
  number: string
  receivedAt: string
  status: string
  links: {
    self: string
    receipt: string
  }
}
export interface ListCasesAnswer {
  items: CaseRow[]
  nextCursor: string | null
  counts: {
    total: number
    open: number
    late: number
    phases: {
      [k: string]: number
    }
    procedures: {
      value: string
      title: Text
      count: number
    }[]
    outcomes: {
      value: string
      count: number
    }[]
    office: string | null
  }
}
export interface SearchCasesAnswer {
  items: CaseRow[]
  nextCursor: string | null
}
export interface ListViewsAnswer {
  items: SavedView[]
  nextCursor: string | null
}
export interface ListDeadlinesAnswer {
  today: string
  weeks: {
    from: string
    to: string
  }[]
  items: DeadlineRow[]
  offices: {
    code: string
    name: string
  }[]
  procedures: {
    key: string
    title: Text
  }[]
}
export interface GetDiagramAnswer {
  xml: string
  planHash: string
  elements: {
    element: string
    state: string
    since: string | null
  }[]
  flows: string[]
}
export interface GetHistoryAnswer {
  items: HistoryItem[]
  nextCursor: string | null
}
export interface ListCaseAuditAnswer {
  items: AuditRow[]
  nextCursor: string | null
}
export interface ListMessagesAnswer {
  items: MessageRow[]
  nextCursor: string | null
}
export interface ListPaymentsAnswer {
  items: PaymentRow[]
  nextCursor: string | null
  account: {
    id: string
    model: 'prepaid' | 'postpaid'
    state: string
    balanceCents: number
    entries: {
      at: string
      kind: string
      cents: number
      reference: string
    }[]
  } | null
}
export interface ListDocumentsAnswer {
  items: DocumentRow[]
  nextCursor: string | null
}
export interface ListIncidentGroupsAnswer {
  items: IncidentGroup[]
  nextCursor: string | null
}
export interface ListIncidentsAnswer {
  items: IncidentRow[]
  nextCursor: string | null
}
export interface ListRestartItemsAnswer {
  items: RestartItem[]
  nextCursor: string | null
}
export interface ListRestartsAnswer {
  items: Restart[]
  nextCursor: string | null
}
export interface ListImportsAnswer {
  items: ImportFile[]
  nextCursor: string | null
}
export interface ListImportLinesAnswer {
  items: ImportLine[]
  nextCursor: string | null
}
export interface ListTownPaymentsAnswer {
  items: PaymentLine[]
  nextCursor: string | null
  counts: {
    all: CountedPayments
    byMissing: {
      [k: string]: CountedPayments
    }
    services: {
      value: string
      label: Text
      count: number | null
    }[]
  }
}
export interface PaymentBadgesAnswer {
  payments: number
  exceptions: number
  alarms: number
  toRegularise: number
  regularisationLate: number
}
export interface PaymentDifferencesAnswer {
  by: 'day' | 'service' | 'town'
  from: string
  to: string
  rows: {
    key: string
    label: Text
    paid: PaymentSum
    reported: PaymentSum
    reconciled: PaymentSum
    missing: {
      report: PaymentSum
      credit: PaymentSum
      difference: PaymentSum
    }
    differenceCents: number
  }[]
  totals: {
    paid: PaymentSum
    reported: PaymentSum
    reconciled: PaymentSum
    missing: {
      report: PaymentSum
      credit: PaymentSum
      difference: PaymentSum
    }
    differenceCents: number
  }
}
export interface PaymentTotalsAnswer {
  from: string
  to: string
  due: PaymentSum
  paid: PaymentSum
  reported: PaymentSum
  reconciled: PaymentSum
  missing: {
    payment: PaymentSum
    receipt: PaymentSum
    report: PaymentSum
    credit: PaymentSum
    difference: PaymentSum
  }
}
export interface SearchPaymentsAnswer {
  items: PaymentLine[]
  nextCursor: string | null
}
export interface ListPaymentAlarmsAnswer {
  items: PaymentAlarm[]
  nextCursor: string | null
}
export interface ListFlowRowsAnswer {
  items: PaymentFlowLine[]
  nextCursor: string | null
}
export interface ListFlowsAnswer {
  items: PaymentFlow[]
  nextCursor: string | null
  counts: {
    byStatus: {
      [k: string]: number
    }
  }
  unfetched: {
    municipality: MunicipalityRef
    since: string | null
    why: string
  }[]
}
export interface ListFileMovementsAnswer {
  items: JournalMovement[]
  nextCursor: string | null
}
export interface ListPaymentFilesAnswer {
  items: PaymentFile[]
  nextCursor: string | null
}
export interface ListExceptionsAnswer {
  items: TreasuryEntry[]
  nextCursor: string | null
  counts: {
    error: CountedPayments
    unreported: CountedPayments
    notPagopa: CountedPayments
    alarms: number
  }
}
export interface ListRegularisationAnswer {
  items: RegularisationRow[]
  nextCursor: string | null
  totals: {
    count: number
    remainingCents: number
    over45: PaymentSum
    over60: PaymentSum
  }
}
export interface ListStaffAnswer {
  items: StaffRow[]
  nextCursor: string | null
}
export interface CreateServiceTokenAnswer {
  id: string
  name: string
  scopes: ('cases' | 'receipts' | 'payments')[]
  createdAt: string
  expiresAt: string
  revokedAt: string | null
  token: string
}
export interface ListServiceTokensAnswer {
  items: ServiceToken[]
  nextCursor: string | null
}
export interface GetMunicipalityAnswer {
  id: string
  code: string
  name: string
  province: string
  ipaCode: string
  fiscalCode: string
  cases: {
    open: number
    blocked: number
    late: number
  }
  platforms: {
    platform: 'spid' | 'anpr' | 'pagopa' | 'io' | 'register'
    state: 'ok' | 'failing' | 'unknown'
    keyExpiresAt: string | null
  }[]
  canteen: JsonObject
  schools: {
    code: string
    name: string
    classes: string[]
  }[]
  paymentServices: {
    code: string
    name: string
  }[]
  canteenListTotal: number
}
export interface ListMunicipalitiesAnswer {
  items: MunicipalityRow[]
  nextCursor: string | null
}
export interface ListOfficesAnswer {
  items: Office[]
  nextCursor: string | null
}
export interface ListPlatformsAnswer {
  items: PlatformRow[]
  nextCursor: string | null
}
export interface TestPlatformAnswer {
  ok: boolean
  message: string
  testedAt: string
}
export interface ListPaymentServicesAnswer {
  items: PaymentService[]
  nextCursor: string | null
}
export interface ListFaresAnswer {
  items: FareRow[]
  nextCursor: string | null
}
export interface TryFareAnswer {
  items: FareTrial[]
  nextCursor: string | null
}
export interface ListProceduresAnswer {
  items: ProcedureRow[]
  nextCursor: string | null
}
export interface AuditChoicesAnswer {
  actions: {
    key: string
    label: Text
  }[]
  people: {
    id: string
    name: string
  }[]
}
export interface ListAuditAnswer {
  items: AuditRow[]
  nextCursor: string | null
}
export interface VerifyAuditAnswer {
  municipality: MunicipalityRef
  entries: number
  intact: boolean
  from: string | null
  to: string | null
  covered: number | null
  firstBad: {
    seq: number
    why: string
  } | null
  lastHash: string | null
  checkedAt: string
}
export interface ListChecksAnswer {
  items: CheckRow[]
  nextCursor: string | null
  last: CheckRun | null
  ended: CheckRun | null
}
export interface RunChecksAnswer {
  id: string
}
