import type { Json } from '../../engine/json.ts'
import type { AuditRow } from '../api-types.d.ts'
import { useWords } from '../common/use-words.ts'

/** Before and after in words; ids, hash and the rest for who must compare them, folded away. */
export const AuditDetail = ({ row }: { row: AuditRow }) => {
  const { t, text } = useWords()
  const nothing = t('iter.register.nothing')
  return (
    <>
      {row.changes.map(change => (
        <div key={change.path}>
          <span className="soft">{t(`iter.register.detail.${change.path}`, { _: text(change.label) })}:</span>{' '}
          <del>
            <span className="visually-hidden">{t('iter.act.before')} </span>
            {change.beforeText ? text(change.beforeText) : plain(change.before, nothing)}
          </del>{' '}
          <span aria-hidden="true">→</span>{' '}
          <ins>
            <span className="visually-hidden">{t('iter.act.after')} </span>
            {change.afterText ? text(change.afterText) : plain(change.after, nothing)}
          </ins>
        </div>
      ))}
      <details className="small">
        <summary>{t('iter.audit.number', { seq: row.seq })}</summary>
        <dl className="facts">
          {Object.entries(row.detail).map(([name, value]) => (
            <div key={name}>
              <dt className="soft">{t(`iter.register.detail.${name}`, { _: name })}</dt>
              <dd>{plain(value, nothing)}</dd>
            </div>
          ))}
          {row.requestId && (
            <div>
              <dt className="soft">{t('iter.register.request')}</dt>
              <dd className="mono">{row.requestId}</dd>
            </div>
          )}
          <div>
            <dt className="soft">{t('iter.register.hash')}</dt>
            <dd className="mono">{row.hash}</dd>
          </div>
        </dl>
      </details>
    </>
  )
}

const plain = (value: Json, nothing: string): string => {
  if (value === null || value === '') return nothing
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
