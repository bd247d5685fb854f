import Button from '@mui/material/Button'
import { Link, useLocation, useParams } from 'react-router-dom'
import type { ImportFile } from '../api-types.d.ts'
import { Chip } from '../common/Chip.tsx'
import { Faces } from '../common/faces.tsx'
import { Page } from '../common/Page.tsx'
import { useAsk, useDo } from '../common/use-api.ts'
import { useMay } from '../common/use-session.ts'
import { useWords } from '../common/use-words.ts'
import { FileNotice } from './FileNotice.tsx'
import { ImportState } from './ImportState.tsx'
import { Lines } from './Lines.tsx'
import { hasRun, isConfirmable } from './notice.ts'

/** What is in the file, what is wrong with it, and, once confirmed, what became of it: the numbers add up. */
export const ImportPage = () => {
  const { id = '' } = useParams()
  const file = useAsk(['imports', 'one', id], api => api.import(id))
  return <Faces of={file}>{data => <OpenFile file={data} />}</Faces>
}

const OpenFile = ({ file }: { file: ImportFile }) => {
  const { t, moment } = useWords()
  const may = useMay()
  const { state } = useLocation()
  const confirm = useDo(api => api.confirmImport(file.id), {
    stale: ['imports', 'cases', 'counts'],
    told: 'iter.imports.confirmed',
  })
  return (
    <Page
      title={file.name}
      above={<Link to="/imports">{t('iter.imports.title')}</Link>}
      beside={<ImportState file={file} />}
      actions={
        isConfirmable(file) &&
        may('imports.confirm', file.municipality.id) && (
          <Button variant="contained" disabled={confirm.isPending} onClick={() => confirm.mutate(undefined)}>
            {t('iter.imports.confirm', { smart_count: file.good })}
          </Button>
        )
      }
    >
      <FileNotice file={file} isKnown={state?.known === true} />
      <div className="panel">
        <p className="soft">
          {file.municipality.name} ·{' '}
          {t('iter.imports.read_by', { name: file.createdBy?.name ?? '–', at: moment(file.createdAt) })}
          {file.confirmedAt && (
            <>
              {' '}
              · {t('iter.imports.confirmed_by', { name: file.confirmedBy?.name ?? '–', at: moment(file.confirmedAt) })}
            </>
          )}
        </p>
        <Figures file={file} />
        {hasRun(file) && <Progress file={file} />}
        <AddsUp file={file} />
        {file.bad > 0 && (
          <a href={`/api/v1/imports/${file.id}/bad-rows.csv`} download>
            {t('iter.imports.bad_csv', { smart_count: file.bad })}
          </a>
        )}
      </div>
      <Columns file={file} />
      <Lines file={file} />
    </Page>
  )
}

const Figures = ({ file }: { file: ImportFile }) => {
  const { t, count } = useWords()
  const figures = [
    { key: 'rows', value: file.rows },
    { key: 'good', value: file.good },
    { key: 'bad', value: file.bad },
    { key: 'duplicate', value: file.duplicate },
    ...(hasRun(file) ? [{ key: 'created', value: file.created }] : []),
  ]
  return (
    <dl className="nums">
      {figures.map(figure => (
        <div key={figure.key} style={{ display: 'flex', flexDirection: 'column-reverse' }}>
          <dt>
            <span>{t(`iter.imports.figure.${figure.key}`)}</span>
          </dt>
          <dd style={{ margin: 0 }}>
            <b>{count(figure.value)}</b>
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** While the cases are being made: how far, live; the page may be closed meanwhile. */
const Progress = ({ file }: { file: ImportFile }) => {
  const { t, count } = useWords()
  // A row that became a case is no longer among the good ones.
  const all = file.created + file.good
  const share = all === 0 ? 100 : Math.round((file.created / all) * 100)
  const made = t('iter.imports.making', { made: count(file.created), all: count(all) })
  return (
    <>
      <div
        className="progress"
        role="progressbar"
        aria-valuenow={share}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuetext={made}
        aria-label={t('iter.imports.progress')}
      >
        <span className="ok" style={{ width: `${share}%` }} />
      </div>
      {file.state === 'confirmed' && (
        <p className="small soft">
          {made}. {t('iter.imports.resumes')}
        </p>
      )}
    </>
  )
}

/** The rows of the file, each counted once. */
const AddsUp = ({ file }: { file: ImportFile }) => {
  const { t, count } = useWords()
  if (file.state === 'confirmed' || file.rows === 0) return null
  const { rows, good, created, duplicate, bad } = file
  const figures = { rows, good, created, duplicate, bad }
  const shown = Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, count(value)]))
  return <p className="small">{t(hasRun(file) ? 'iter.imports.adds_up' : 'iter.imports.adds_up_read', shown)}</p>
}

const Columns = ({ file }: { file: ImportFile }) => {
  const { t, text } = useWords()
  const missing = file.columns.filter(column => !column.present && column.required)
  return (
    <details className="panel" open={missing.length > 0}>
      <summary>
        {t('iter.imports.columns', {
          found: file.columns.filter(column => column.present).length,
          all: file.columns.length,
        })}
      </summary>
      <div className="row" style={{ marginTop: 8 }}>
        {file.columns.map(column => (
          <Chip key={column.header} tone={column.present ? 'ok' : toneOfMissing(column.required)}>
            {column.header}{' '}
            <span className="small">
              ({text(column.label)}, {t(column.present ? 'iter.imports.column_found' : 'iter.imports.column_missing')})
            </span>
          </Chip>
        ))}
      </div>
    </details>
  )
}

const toneOfMissing = (required: boolean) => (required ? ('bad' as const) : ('wait' as const))
