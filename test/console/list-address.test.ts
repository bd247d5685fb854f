import { auditFilters } from '../../console/audit/audit-query.ts'
import { columnsOf, usualColumns } from '../../console/cases/columns.ts'
import {
  apiQuery,
  changed,
  exportAddress,
  isSameView,
  readList,
  viewAddress,
  viewQueryOf,
} from '../../console/cases/list-address.ts'
import { casesOf, totalsOf } from '../../console/deadlines/totals.ts'

const at = (search: string) => new URLSearchParams(search)
const state = (search: string) => readList(at(search))

describe('the address of a list', () => {
  test('shows open cases, the newest first, when it says nothing', () => {
    expect(state('')).toEqual({
      filters: { open: 'true' },
      sort: { field: 'receivedAt', order: 'DESC' },
      cursor: null,
      row: null,
    })
  })

  test('carries filter, order, page and row, and leaves out what is no filter', () => {
    const address = 'open=all&phase=blocked&sort=due&order=asc&cursor=abc&row=r1&q=Rossi'
    expect(state(address)).toEqual({
      filters: { open: 'all', phase: 'blocked' },
      sort: { field: 'due', order: 'ASC' },
      cursor: 'abc',
      row: 'r1',
    })
    expect(apiQuery(state(address), 'town-1').toString()).toBe('municipality=town-1&phase=blocked&sort=due&order=asc')
  })

  test('overrules the town of the switch', () => {
    expect(apiQuery(state('municipality=t2'), 't1').get('municipality')).toBe('t2')
  })

  test('begins at the first page again when anything changes', () => {
    expect(changed(at('cursor=abc&row=r1&late=true&phase=blocked'), { late: undefined, open: 'all' }).toString()).toBe(
      'phase=blocked&open=all',
    )
  })

  test('names the same list for the file', () => {
    expect(exportAddress(state('late=true'), '', ['due', 'subject'], 'en')).toBe(
      '/api/v1/cases.csv?open=true&late=true&sort=receivedAt&order=desc&columns=due%2Csubject&language=en',
    )
  })
})

describe('a saved view', () => {
  const query = { late: 'true', sort: 'due', order: 'asc' } as const

  test('is the list that it was saved from', () => {
    const saved = viewQueryOf(state('late=true&sort=due&order=asc&cursor=abc&municipality=t1&dueTo=2026-11-30'))
    expect(saved).toEqual({ open: 'true', ...query })
    expect(viewAddress(query)).toBe('/cases?late=true&sort=due&order=asc')
  })

  test.each([
    ['late=true&sort=due&order=asc', true],
    ['order=asc&open=true&sort=due&late=true&cursor=x&row=y', true],
    ['late=true&sort=due', false],
    ['late=true&sort=due&order=asc&dueTo=2026-11-30', false],
  ])('%s: the one on screen? %s', (search, expected) => expect(isSameView(query, state(search))).toBe(expected))
})

test('columns: the chosen ones in the list’s own order, else the usual ones', () => {
  expect(columnsOf({ caseColumns: ['due', 'protocol'] })).toEqual(['protocol', 'due'])
  expect(columnsOf({})).toBe(usualColumns)
  expect(columnsOf(undefined)).toBe(usualColumns)
})

test('deadlines: offices together, and a number’s own list', () => {
  const row = { municipality: { id: 't', code: '1', name: 'T' }, office: { code: 'o', name: 'O' } }
  const one = { ...row, late: 1, weeks: [2, 0], later: 3, suspended: 4 }
  const week = { from: '2026-11-22', to: '2026-11-22' }
  const all = { today: '2026-11-22', weeks: [week, week], items: [one, one], offices: [], procedures: [] }
  expect(totalsOf(all)).toEqual({ late: 2, weeks: [4, 0], later: 6, suspended: 8 })
  const cell = { municipality: 't', office: 'o', procedure: null, term: 'running', dueTo: '2026-11-21' } as const
  expect(casesOf(cell)).toBe(
    '/cases?open=true&municipality=t&office=o&term=running&dueTo=2026-11-21&sort=due&order=asc',
  )
})

test('the register: days are whole days in Rome, also when the clock changes', () => {
  const query = auditFilters(at('from=2026-10-25&to=2026-10-25&actor=p&nonsense=1'))
  expect(Date.parse(query.get('to') ?? '') - Date.parse(query.get('from') ?? '')).toBe(25 * 3_600_000 - 1)
  expect([...query.keys()]).toEqual(['actor', 'from', 'to'])
  expect(auditFilters(at('from=tomorrow')).has('from')).toBe(false)
})
