import { Link } from 'react-router-dom'
import type { AuditRow } from '../api-types.d.ts'
import { Chip } from '../common/Chip.tsx'
import { Table } from '../common/Table.tsx'
import { useWords, type Words } from '../common/use-words.ts'
import { AuditDetail } from './AuditDetail.tsx'

interface Props {
  rows: AuditRow[]
  /** Shows what one person did; where it is not given, names are no buttons. */
  onActor?: (id: string) => void
}

/** Who, what, when, on what, why, before and after. */
export const AuditTable = ({ rows, onActor }: Props) => {
  const words = useWords()
  const { t, text, moment } = words
  return (
    <Table<AuditRow>
      caption={t('iter.audit.title')}
      rows={rows}
      id={row => row.id}
      columns={[
        { key: 'at', label: t('iter.audit.at'), cell: row => moment(row.at) },
        { key: 'actor', label: t('iter.audit.actor'), cell: row => <Actor row={row} onActor={onActor} /> },
        { key: 'action', label: t('iter.audit.action'), cell: row => text(row.label) },
        {
          key: 'object',
          label: t('iter.audit.object'),
          cell: row =>
            row.caseId ? (
              <Link className="nowrap" to={`/cases/${row.caseId}/show`}>
                {row.number ?? row.object}
              </Link>
            ) : (
              objectOf(row, words)
            ),
        },
        { key: 'reason', label: t('iter.audit.reason'), cell: row => row.reason ?? '–' },
        { key: 'changes', label: t('iter.register.changes'), cell: row => <AuditDetail row={row} /> },
        {
          key: 'outcome',
          label: t('iter.audit.outcome'),
          cell: row => <Outcome outcome={row.outcome} words={words} />,
        },
        { key: 'town', label: t('iter.columns.municipality'), cell: row => row.municipality.name },
      ]}
    />
  )
}

const Actor = ({ row: { actor }, onActor }: { row: AuditRow; onActor: Props['onActor'] }) => {
  const { t } = useWords()
  const role = actor.role && <div className="small soft">{t(`iter.role.${actor.role}`, { _: actor.role })}</div>
  if (!actor.name) return <b>{t(`iter.actor.${actor.kind}`)}</b>
  return (
    <>
      {onActor ? (
        <button type="button" className="link" title={t('iter.register.only_actor')} onClick={() => onActor(actor.id)}>
          {actor.name}
        </button>
      ) : (
        <b>{actor.name}</b>
      )}
      {role}
    </>
  )
}

const objectOf = ({ object }: AuditRow, { t }: Words) => {
  const [type = ''] = object.split('/')
  return t(`iter.register.object.${type}`, { _: type })
}

const toneOf = (outcome: string) => {
  if (/refus|fail|denied/.test(outcome)) return 'warn' as const
  return outcome === 'asked' ? ('run' as const) : ('ok' as const)
}

const Outcome = ({ outcome, words: { t } }: { outcome: string; words: Words }) => (
  <Chip tone={toneOf(outcome)}>{t(`iter.audit_outcome.${outcome}`, { _: outcome })}</Chip>
)
