import type { z } from 'zod'

import type { Text } from '../../engine/json.ts'
import type { caseRow } from '../api/case-views.ts'
import type { caseColumns } from '../api/cases.ts'

type Row = z.input<typeof caseRow>
type Name = (typeof caseColumns)[number]
type Language = keyof Text

export interface ExportColumn {
  header: Text
  cell(row: Row, language: Language): string
}

const number: ExportColumn = { header: { it: 'pratica', en: 'case' }, cell: row => row.number }

/** A spreadsheet's column for each of the list's. */
const columns = {
  protocol: { header: { it: 'protocollo', en: 'protocol' }, cell: row => row.protocol ?? '' },
  procedure: { header: { it: 'procedimento', en: 'procedure' }, cell: (row, of) => row.procedureTitle[of] },
  subject: { header: { it: 'per chi', en: 'subject' }, cell: row => row.subject ?? '' },
  applicant: { header: { it: 'richiedente', en: 'applicant' }, cell: row => row.applicant ?? '' },
  state: { header: { it: 'stato', en: 'state' }, cell: (row, of) => stateOf(row)[of] },
  step: { header: { it: 'passo', en: 'step' }, cell: (row, of) => row.stepText?.[of] ?? '' },
  waiting: { header: { it: 'attesa', en: 'waiting' }, cell: (row, of) => row.waitingForText?.[of] ?? '' },
  since: { header: { it: 'dal', en: 'since' }, cell: row => inRome(row.since) },
  due: {
    header: { it: 'scade', en: 'due' },
    cell: (row, of) => (row.termSuspended ? stopped[of] : (row.due ?? '')),
  },
  received: { header: { it: 'arrivata', en: 'received' }, cell: row => inRome(row.receivedAt) },
  channel: { header: { it: 'canale', en: 'channel' }, cell: (row, of) => channels[row.channel][of] },
  municipality: { header: { it: 'comune', en: 'municipality' }, cell: row => row.municipality.name },
} as const satisfies Record<Name, ExportColumn>

/** The number first, whatever was chosen. */
export const exportColumns = (names: readonly Name[]): ExportColumn[] => [number, ...names.map(name => columns[name])]

const stopped: Text = { it: 'termine sospeso', en: 'term suspended' }

const channels = {
  'front-office': { it: 'portale', en: 'portal' },
  import: { it: 'file importato', en: 'imported file' },
  counter: { it: 'sportello', en: 'counter' },
} as const satisfies Record<Row['channel'], Text>

const phases = {
  working: { it: 'In lavorazione', en: 'Being worked on' },
  'waiting-task': { it: "In attesa dell'ufficio", en: 'Waiting for the office' },
  'waiting-outside': { it: 'In attesa di altri', en: 'Waiting for others' },
  'waiting-time': { it: 'In attesa di un termine', en: 'Waiting for a date' },
  blocked: { it: 'Bloccata', en: 'Blocked' },
  suspended: { it: 'Interrotta', en: 'Stopped' },
  ended: { it: 'Conclusa', en: 'Ended' },
} as const satisfies Record<Row['phase'], Text>

const outcomes: Record<string, Text> = {
  approved: { it: 'Accolta', en: 'Approved' },
  rejected: { it: 'Respinta', en: 'Rejected' },
  paid: { it: 'Pagata', en: 'Paid' },
  expired: { it: 'Scaduta', en: 'Expired' },
  unpaid: { it: 'Non riscossa', en: 'Not collected' },
  withdrawn: { it: 'Ritirata', en: 'Withdrawn' },
  closed: { it: 'Chiusa', en: 'Closed' },
  failed: { it: 'Non riuscita', en: 'Failed' },
}

/** A closed case says how it ended, as the list does. */
function stateOf({ phase, outcome }: Row): Text {
  if (phase !== 'ended' || outcome === null) return phases[phase]
  return outcomes[outcome] ?? { it: outcome, en: outcome }
}

const rome = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Rome', dateStyle: 'short', timeStyle: 'short' })

/** "2026-11-22 09:41": sorts, and every spreadsheet reads it. */
const inRome = (instant: string | null): string => (instant === null ? '' : rome.format(new Date(instant)))
