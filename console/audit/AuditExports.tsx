import { Disclosure } from '../common/Disclosure.tsx'
import { useMay } from '../common/use-session.ts'
import { useWords } from '../common/use-words.ts'
import { auditFilters } from './audit-query.ts'

const command = 'node verify-audit.mjs registro.ndjson --checkpoints punti-di-controllo.ndjson --key audit-public.pem'

/** What is on screen as CSV; the whole register with its chain, and how to verify it without us. */
export const AuditExports = ({ town, address }: { town: string; address: URLSearchParams }) => {
  const { t } = useWords()
  const may = useMay()
  if (!town) return <span className="small soft">{t('iter.audit.choose_town')}</span>
  const filtered = auditFilters(address)
  filtered.set('municipality', town)
  return (
    <div className="row">
      <a href={`/api/v1/audit.csv?${filtered}`} download>
        {t('iter.audit.export')}
      </a>
      {may('audit.verify', town) && (
        <Disclosure label={t('iter.register.elsewhere')}>
          <ol className="stack steps">
            <li>
              <a href={`/api/v1/audit.ndjson?municipality=${town}`} download>
                {t('iter.register.chain')}
              </a>
            </li>
            <li>
              <a href={`/api/v1/audit-checkpoints.ndjson?municipality=${town}`} download>
                {t('iter.register.checkpoints')}
              </a>
              <div className="small soft">{t('iter.register.checkpoints_text')}</div>
            </li>
            <li>
              {t('iter.register.run')}
              <code className="mono pre" style={{ display: 'block' }}>
                {command}
              </code>
              <div className="small soft">{t('iter.register.run_text')}</div>
            </li>
          </ol>
        </Disclosure>
      )}
    </div>
  )
}
