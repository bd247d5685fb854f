import type { ReactNode } from 'react'
import { useWords } from './use-words.ts'

export interface Column<Row> {
  key: string
  label: string
  cell: (row: Row) => ReactNode
  /** Name by which the server sorts the whole list; absent when it does not. */
  sort?: string
  number?: boolean
  /** Names the row: read out with each of its cells. */
  isHead?: boolean
  /** A column of buttons: its heading is for who cannot see that they are. */
  isQuiet?: boolean
}

export interface Sort {
  field: string
  order: 'ASC' | 'DESC'
}

interface Props<Row> {
  caption: string
  rows: Row[]
  id: (row: Row) => string
  columns: Column<Row>[]
  sort?: Sort
  onSort?: (sort: Sort) => void
  /** Id of the row that one comes back to. */
  current?: string | null
  /** May be wider than the page and has nothing to press in it: it takes the focus itself, so that keys can scroll it. */
  isWide?: boolean
}

/** A real table: caption, headers, order told to assistive technology. Rows are not clickable; the first column holds the link. */
export const Table = <Row,>(props: Props<Row>) => (
  <div
    className="scroll"
    {...(props.isWide ? { role: 'region', 'aria-label': props.caption, tabIndex: 0 } : { tabIndex: -1 })}
  >
    <Grid {...props} />
  </div>
)

const Grid = <Row,>({ caption, rows, id, columns, sort, onSort, current = null }: Props<Row>) => (
  <table className="data">
    <caption className="visually-hidden">{caption}</caption>
    <thead>
      <tr>
        {columns.map(column => (
          <Header key={column.key} column={column} sort={sort} onSort={onSort} />
        ))}
      </tr>
    </thead>
    <tbody>
      {rows.map(row => (
        <tr key={id(row)} className={id(row) === current ? 'on' : ''}>
          {columns.map(column => (
            <Cell key={column.key} column={column}>
              {column.cell(row)}
            </Cell>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
)

const Cell = <Row,>({ column, children }: { column: Column<Row>; children: ReactNode }) =>
  column.isHead ? <th scope="row">{children}</th> : <td className={column.number ? 'num' : ''}>{children}</td>

interface HeaderProps<Row> {
  column: Column<Row>
  sort: Sort | undefined
  onSort: ((sort: Sort) => void) | undefined
}

const Header = <Row,>({ column, sort, onSort }: HeaderProps<Row>) => {
  const { t } = useWords()
  const className = column.number ? 'num' : ''
  if (!column.sort || !onSort) {
    return (
      <th scope="col" className={className}>
        {column.isQuiet ? <span className="visually-hidden">{column.label}</span> : column.label}
      </th>
    )
  }
  const field = column.sort
  const isSorted = sort?.field === field
  const ascending = isSorted && sort.order === 'ASC'
  return (
    <th scope="col" className={className} aria-sort={ariaSort(isSorted, ascending)}>
      <button
        type="button"
        title={t('iter.table.sort')}
        onClick={() => onSort({ field, order: ascending ? 'DESC' : 'ASC' })}
      >
        {column.label}
        <span aria-hidden="true">{arrow(isSorted, ascending)}</span>
      </button>
    </th>
  )
}

const ariaSort = (isSorted: boolean, ascending: boolean) => {
  if (!isSorted) return 'none' as const
  return ascending ? ('ascending' as const) : ('descending' as const)
}

const arrow = (isSorted: boolean, ascending: boolean) => {
  if (!isSorted) return '↕'
  return ascending ? '▲' : '▼'
}
