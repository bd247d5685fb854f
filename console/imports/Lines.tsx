import Button from '@mui/material/Button'
import { useState } from 'react'
import { Link } from 'react-router-dom'
import type { ImportFile, ImportLine } from '../api-types.d.ts'
import { Chip, type Tone } from '../common/Chip.tsx'
import { Empty, Faces } from '../common/faces.tsx'
import { type Column, Table } from '../common/Table.tsx'
import { useAsk } from '../common/use-api.ts'
import { useWords } from '../common/use-words.ts'
import { hasRun } from './notice.ts'

const states = ['', 'bad', 'good', 'duplicate', 'created'] as const
const tones = { good: 'ok', bad: 'bad', duplicate: 'warn', created: 'ok' } as const satisfies Record<
  ImportLine['state'],
  Tone
>

/** The rows, with line and reason; the ones to correct are a press away. */
export const Lines = ({ file }: { file: ImportFile }) => {
  const { t } = useWords()
  const [state, setState] = useState<string>(file.bad > 0 && !hasRun(file) ? 'bad' : '')
  // The cursors of the pages walked so far: the last one is the page on screen.
  const [cursors, setCursors] = useState<(string | null)[]>([null])
  const cursor = cursors.at(-1) ?? null
  const lines = useAsk(['imports', 'lines', file.id, state, cursor], api => api.importLines(file.id, state, cursor))
  const columns = columnsOf(file, t)
  return (
    <>
      <div className="filters" role="group" aria-label={t('iter.imports.show')}>
        {states.map(one => (
          <button
            key={one}
            type="button"
            className={one === state ? 'toggle on' : 'toggle'}
            aria-pressed={one === state}
            onClick={() => {
              setState(one)
              setCursors([null])
            }}
          >
            {t(`iter.line_state.${one || 'all'}`)}
          </button>
        ))}
      </div>
      <div className="panel flat">
        <Faces
          of={lines}
          isEmpty={data => data.items.length === 0}
          empty={<Empty title={t('iter.imports.no_lines')} />}
        >
          {data => (
            <Table<ImportLine>
              caption={t('iter.imports.lines')}
              rows={data.items}
              id={row => row.id}
              columns={columns}
              isWide
            />
          )}
        </Faces>
      </div>
      <div className="row" style={{ marginTop: 12 }}>
        <Button disabled={cursors.length === 1} onClick={() => setCursors(cursors.slice(0, -1))}>
          {t('iter.table.previous')}
        </Button>
        <Button
          disabled={!lines.data?.nextCursor}
          onClick={() => setCursors([...cursors, lines.data?.nextCursor ?? null])}
        >
          {t('iter.table.next')}
        </Button>
      </div>
    </>
  )
}

const columnsOf = (file: ImportFile, t: (key: string) => string): Column<ImportLine>[] => [
  { key: 'line', label: t('iter.imports.line'), number: true, cell: row => row.line },
  {
    key: 'state',
    label: t('iter.imports.state'),
    cell: row => (
      <>
        <Chip tone={tones[row.state]}>{t(`iter.line_state.${row.state}`)}</Chip>
        {row.caseId && (
          <div>
            <Link className="nowrap" to={`/cases/${row.caseId}/show`}>
              {row.number}
            </Link>
          </div>
        )}
      </>
    ),
  },
  {
    key: 'reasons',
    label: t('iter.imports.reasons'),
    cell: row =>
      row.reasons.map(reason => (
        <div key={reason.column + reason.message} className="reason">
          {[reason.column, reason.message].filter(Boolean).join(': ')}
        </div>
      )),
  },
  ...file.columns
    .filter(column => column.present)
    .map(column => ({
      key: `value-${column.header}`,
      label: column.header,
      cell: (row: ImportLine) => <span style={{ whiteSpace: 'nowrap' }}>{row.values[column.header] ?? ''}</span>,
    })),
]
