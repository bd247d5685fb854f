import { Link, useLocation, useParams } from 'react-router-dom'
import type { PaymentFileDetail as PaymentFilePage } from '../api-types.d.ts'
import { Faces } from '../common/faces.tsx'
import { Page } from '../common/Page.tsx'
import { useAsk } from '../common/use-api.ts'
import { useWords } from '../common/use-words.ts'
import { readReport } from '../payments/import-parts.ts'
import { Working } from '../payments/UploadPanel.tsx'
import { FileState } from './FileState.tsx'
import { JournalActions, JournalReport } from './JournalReport.tsx'
import { Movements } from './Movements.tsx'
import { Refusal } from './Refusal.tsx'

/** A file from the moment it is sent: how far it is read, why it was refused, what became of each of its movements. */
export const FilePage = () => {
  const { id = '' } = useParams()
  const asked = useAsk(['payment-files', 'one', id], api => api.paymentFile(id))
  return (
    <Faces of={asked} rows={6}>
      {file => <OpenFile file={file} />}
    </Faces>
  )
}

const OpenFile = ({ file }: { file: PaymentFilePage }) => {
  const { t, moment } = useWords()
  const { state } = useLocation()
  const isJournal = file.kind === 'journal'
  const report = isJournal && file.state === 'taken' ? readReport(file.report) : null
  return (
    <Page
      title={file.name}
      above={
        <Link to={isJournal ? '/journals' : '/flows'}>
          {t(isJournal ? 'iter.pay.file.title' : 'iter.pay.flow.title')}
        </Link>
      }
      beside={<FileState file={file} />}
      actions={report && <JournalActions file={file} />}
    >
      {state?.known === true && (
        <p className="panel notice" role="status">
          <b>{t('iter.pay.file.known', { at: moment(file.createdAt) })}</b>
        </p>
      )}
      <Reading file={file} />
      {file.problem && file.state === 'refused' && <Refusal problem={file.problem} />}
      {report && <JournalReport file={file} report={report} />}
      {!isJournal && file.flow && (
        <p className="panel">
          <Link to={`/flows/${file.flow}/show`}>{t('iter.pay.file.open_flow')}</Link>
        </p>
      )}
      <About file={file} />
      {report && <Movements file={file} />}
    </Page>
  )
}

/** While it is read: how far. How much is left nobody knows before the end. What came of it is told when it is over. */
const Reading = ({ file }: { file: PaymentFilePage }) => {
  const { t, count } = useWords()
  const isOver = file.state === 'taken' || file.state === 'refused'
  const read = t(`iter.pay.file.read_${file.kind}`, { smart_count: file.rowsRead, count: count(file.rowsRead) })
  return (
    <>
      {!isOver && (
        <div className="panel">
          <p>{read}</p>
          <Working label={t('iter.pay.file.progress')} words={read} />
          <p className="small soft">{t('iter.pay.file.may_leave')}</p>
        </div>
      )}
      {/* There before it speaks: a live region tells what is put into it. */}
      <p className="visually-hidden" role="status">
        {isOver ? t(`iter.pay.file.told_${file.state}`, { read }) : t('iter.pay.file.told_reading')}
      </p>
    </>
  )
}

const About = ({ file }: { file: PaymentFilePage }) => {
  const { t, day, moment, size } = useWords()
  const facts = [
    { key: 'town', value: file.municipality.name },
    { key: 'of_day', value: file.referenceOn && day(file.referenceOn) },
    { key: 'format', value: file.format },
    { key: 'size', value: size(file.size) },
    {
      key: 'came',
      value: `${moment(file.createdAt)}, ${file.createdBy?.name ?? t(`iter.pay.file.source.${file.source}`)}`,
    },
    { key: 'fingerprint', value: <span className="mono">{file.sha256}</span> },
  ]
  return (
    <details className="panel">
      <summary>{t('iter.pay.file.about')}</summary>
      <dl className="definition">
        {facts
          .filter(({ value }) => Boolean(value))
          .map(({ key, value }) => (
            <div key={key} className="pair">
              <dt>{t(`iter.pay.file.${key}`)}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </details>
  )
}
