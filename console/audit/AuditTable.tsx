import { Link } from 'react-router-dom'
import type { AuditRow } from '../api-types.d.ts'
import { Chip } from '../common/Chip.tsx'
import { Table } from '../common/Table.tsx'
import { useWords, type Words } from '../common/use-words.ts'

/** Who, what, when, on what, why, before and after. */
export const AuditTable = ({ rows }: { rows: AuditRow[] }) => {
  const words = useWords()
  const { t, text, moment } = words
  return (
    <Table<AuditRow>
      caption={t('iter.audit.title')}
      rows={rows}
      id={row => row.id}
      columns={[
        { key: 'at', label: t('iter.audit.at'), cell: row => moment(row.at) },
        {
          key: 'actor',
          label: t('iter.audit.actor'),
          cell: row => <b>{row.actor.name ?? t(`iter.actor.${row.actor.kind}`)}</b>,
        },
        {
          key: 'action',
          label: t('iter.audit.action'),
          cell: row => text(row.label),
        },
        {
          key: 'object',
          label: t('iter.audit.object'),
          cell: row =>
            row.caseId ? <Link to={`/cases/${row.caseId}/show`}>{row.number ?? row.object}</Link> : row.object,
        },
        { key: 'reason', label: t('iter.audit.reason'), cell: row => row.reason ?? '–' },
        {
          key: 'outcome',
          label: t('iter.audit.outcome'),
          cell: row => <Outcome outcome={row.outcome} words={words} />,
        },
        { key: 'town', label: t('iter.cases.columns.municipality'), cell: row => row.municipality.name },
        { key: 'detail', label: t('iter.audit.detail'), cell: row => <Detail row={row} words={words} /> },
      ]}
    />
  )
}

const toneOf = (outcome: string) => {
  if (/refus|fail|denied/.test(outcome)) return 'warn' as const
  return outcome === 'asked' ? ('run' as const) : ('ok' as const)
}

const Outcome = ({ outcome, words: { t } }: { outcome: string; words: Words }) => {
  return <Chip tone={toneOf(outcome)}>{t(`iter.audit_outcome.${outcome}`, { _: outcome })}</Chip>
}

const Detail = ({ row, words: { t } }: { row: AuditRow; words: Words }) => (
  <details className="small">
    <summary>{t('iter.audit.number', { seq: row.seq })}</summary>
    {row.changes.map(change => (
      <p key={change.path}>
        <b>{change.path}</b>: {JSON.stringify(change.before)} → {JSON.stringify(change.after)}
      </p>
    ))}
    <p className="mono pre">{JSON.stringify({ ...row.detail, requestId: row.requestId, hash: row.hash }, null, 1)}</p>
  </details>
)
