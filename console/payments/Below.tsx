import { Link } from 'react-router-dom'
import { useAsk } from '../common/use-api.ts'
import { useWords } from '../common/use-words.ts'
import { readReport } from './import-parts.ts'
import { ReportBar } from './ReportBar.tsx'

/** Entries that wait for a collection order, and those that wait too long. */
export const ToRegularise = ({ town }: { town: string }) => {
  const { t } = useWords()
  const { data } = useAsk(['payments', 'badges', town], api => api.paymentBadges(town))
  if (!data) return null
  return (
    <h2 className="line">
      {t('iter.pay.list.to_regularise', { smart_count: data.toRegularise })}
      {data.regularisationLate > 0 && (
        <span className="late">{t('iter.pay.list.over', { smart_count: data.regularisationLate })}</span>
      )}{' '}
      <Link className="small" to={data.regularisationLate > 0 ? '/regularisation?overdue=45' : '/regularisation'}>
        {t('iter.pay.list.open')}
        <span className="visually-hidden"> {t('iter.pay.regularise.title')}</span>
      </Link>
    </h2>
  )
}

/** The last journal that was taken, and what became of its movements. */
export const LastImport = ({ town }: { town: string }) => {
  const { t, fullDay } = useWords()
  const query = new URLSearchParams({ kind: 'journal', limit: '10', ...(town && { municipality: town }) }).toString()
  const files = useAsk(['payment-files', 'list', query], api => api.paymentFiles(query))
  const last = files.data?.items.find(file => file.state === 'taken')
  const file = useAsk(['payment-files', 'one', last?.id], api => api.paymentFile(last?.id ?? ''), last !== undefined)
  if (files.data && !last) return <p className="soft line">{t('iter.pay.list.no_import')}</p>
  const report = readReport(file.data?.report)
  if (!last || !report) return null
  const names = { town: last.municipality.name, day: last.referenceOn ? fullDay(last.referenceOn) : '' }
  return (
    <section className="line" aria-labelledby="last-import">
      <h2 id="last-import">
        {t(last.referenceOn ? 'iter.pay.list.last_import' : 'iter.pay.list.last_import_undated', names)}
        {report.pages > 1 && t('iter.pay.list.pages', { smart_count: report.pages })}{' '}
        <Link className="small" to={`/journals/${last.id}/show`}>
          {t('iter.pay.list.open')}
          <span className="visually-hidden"> {last.name}</span>
        </Link>
      </h2>
      <div className="panel">
        <ReportBar
          report={readReport(file.data?.today) ?? report}
          link={({ name }) =>
            name === 'error' && (
              <Link to={`/journals/${last.id}/show?part=error`}>
                {t('iter.pay.list.see')}
                <span className="visually-hidden"> {t('iter.pay.part.error')}</span>
              </Link>
            )
          }
        />
      </div>
    </section>
  )
}
