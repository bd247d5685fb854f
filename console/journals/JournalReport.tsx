import Button from '@mui/material/Button'
import { useSearchParams } from 'react-router-dom'
import type { PaymentFileDetail as PaymentFilePage } from '../api-types.d.ts'
import { changed } from '../cases/list-address.ts'
import { useWords } from '../common/use-words.ts'
import { changedParts, type PartName, partNames, readReport, type Report } from '../payments/import-parts.ts'
import { ReportBar } from '../payments/ReportBar.tsx'
import { fileOf } from '../payments/list-query.ts'

export const JournalActions = ({ file }: { file: PaymentFilePage }) => {
  const { t, locale } = useWords()
  const csv = (what: string) => fileOf(`/payments/files/${file.id}/${what}.csv`, new URLSearchParams(), locale)
  return (
    <div className="row">
      <Button href={csv('report')} download>
        {t('iter.pay.file.report_csv')}
      </Button>
      <Button href={csv('movements')} download>
        {t('iter.pay.file.movements_csv')}
      </Button>
      <Button onClick={() => window.print()}>{t('iter.pay.file.print')}</Button>
    </div>
  )
}

/** The import report as it was frozen, and beside it how the same movements stand today. */
export const JournalReport = ({ file, report }: { file: PaymentFilePage; report: Report & { pages: number } }) => {
  const { t, fullDay, moment } = useWords()
  const today = readReport(file.today)
  const names = { town: file.municipality.name, day: file.referenceOn ? fullDay(file.referenceOn) : '–' }
  return (
    <section className="panel" aria-labelledby="report">
      <h2 id="report">
        {t('iter.pay.report.title', names)}
        {report.pages > 1 && t('iter.pay.list.pages', { smart_count: report.pages })}
      </h2>
      <p className="small soft">{t('iter.pay.report.frozen', { at: moment(file.endedAt ?? file.createdAt) })}</p>
      <ReportBar report={report} />
      {today && <Compared report={report} today={today} />}
    </section>
  )
}

const Compared = ({ report, today }: { report: Report; today: Report }) => {
  const { t, count, euro } = useWords()
  const shown = partNames.filter(name => report.parts[name].count > 0 || today.parts[name].count > 0)
  const moved = changedParts(report, today)
  return (
    <>
      <p className="line">{moved.length === 0 ? t('iter.pay.report.same') : t('iter.pay.report.moved')}</p>
      <div className="scroll" tabIndex={-1}>
        <table className="data compared">
          <caption className="visually-hidden">{t('iter.pay.report.caption')}</caption>
          <thead>
            <tr>
              <th scope="col" rowSpan={2}>
                {t('iter.pay.report.part')}
              </th>
              <th scope="colgroup" colSpan={3}>
                {t('iter.pay.report.at_import')}
              </th>
              <th scope="colgroup" colSpan={3}>
                {t('iter.pay.report.today')}
              </th>
            </tr>
            <tr>
              {(['at_import', 'today'] as const).flatMap(when =>
                (['movements', 'amount', 'flows'] as const).map(what => (
                  <th key={`${when} ${what}`} scope="col" className="num">
                    {t(`iter.pay.report.${what}`)}
                  </th>
                )),
              )}
            </tr>
          </thead>
          <tbody>
            {shown.map(name => (
              <tr key={name}>
                <th scope="row">
                  <PartName name={name} />
                </th>
                {[report.parts[name], today.parts[name]].flatMap((part, index) => [
                  <td key={`${index} count`} className="num">
                    {index === 1 && moved.includes(name) ? <b>{count(part.count)}</b> : count(part.count)}
                  </td>,
                  <td key={`${index} cents`} className="num">
                    {euro(part.cents)}
                  </td>,
                  <td key={`${index} flows`} className="num">
                    {count(part.flows)}
                  </td>,
                ])}
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{t('iter.pay.report.total')}</th>
              {[report.movements, today.movements].flatMap((part, index) => [
                <td key={`${index} count`} className="num">
                  {count(part.count)}
                </td>,
                <td key={`${index} cents`} className="num">
                  {euro(part.cents)}
                </td>,
                <td key={`${index} flows`} />,
              ])}
            </tr>
          </tfoot>
        </table>
      </div>
    </>
  )
}

/** The part's name leads to its movements below. */
const PartName = ({ name }: { name: PartName }) => {
  const { t } = useWords()
  const [address, setAddress] = useSearchParams()
  return (
    <>
      <span className={`part ${name}`} aria-hidden="true" />
      <button type="button" className="link" onClick={() => setAddress(changed(address, { part: name }))}>
        {t(`iter.pay.part.${name}`, { smart_count: 2 })}
      </button>
    </>
  )
}
