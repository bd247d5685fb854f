import { marksOf } from '../../console/payments/dots.ts'
import { shortFlow } from '../../console/payments/flow-name.ts'
import { addsUp, changedParts, readReport, type Report, segmentsOf } from '../../console/payments/import-parts.ts'
import { anyMissing, paymentsQuery, readPayments, viewedPayments } from '../../console/payments/list-address.ts'
import { daysOf, isMonth, monthName, monthsBefore } from '../../console/payments/months.ts'
import { signed } from '../../console/payments/signed.ts'
import { fileOf, picking } from '../../console/payments/list-query.ts'
import { paymentsOf } from '../../console/differences/links.ts'
import { emptyRow, isComplete, toLines, toRows } from '../../console/regularisation/map-rows.ts'
import * as format from '../../console/format.ts'

const at = (search: string) => new URLSearchParams(search)

describe('the three dots', () => {
  test('each state has colour, shape and word of its own', () => {
    const { paid, reported, reconciled } = marksOf({ paid: 'paid', reported: 'no', reconciled: 'difference' })
    expect([paid, reported, reconciled].map(({ tone, shape }) => `${tone} ${shape}`)).toEqual([
      'ok ●',
      'wait ○',
      'warn ▲',
    ])
    expect(new Set([paid.word, reported.word, reconciled.word]).size).toBe(3)
  })

  test('only what is on is green and carries its day', () => {
    const all = [
      marksOf({ paid: 'no', reported: 'anomalous', reconciled: 'partial' }),
      marksOf({ paid: 'no-receipt', reported: 'not-due', reconciled: 'not-due' }),
      marksOf({ paid: 'revoked', reported: 'reported', reconciled: 'reconciled' }),
    ].flatMap(marks => Object.values(marks))
    expect(all.filter(mark => mark.isOn).map(mark => mark.word)).toEqual([
      'iter.pay.dot.reported',
      'iter.pay.dot.reconciled',
    ])
    for (const mark of all) expect(mark.isOn).toBe(mark.tone === 'ok')
  })
})

const nothing = { count: 0, cents: 0, flows: 0 }
const aReport = (parts: Partial<Report['parts']>, movements: Report['movements']): Report => ({
  movements,
  parts: {
    reconciled: nothing,
    'other-partner': nothing,
    unreported: nothing,
    error: nothing,
    'not-pagopa': nothing,
    reversed: nothing,
    known: nothing,
    ignored: nothing,
    ...parts,
  },
})

describe('the import report', () => {
  const part = (count: number, cents: number, flows = 0) => ({ count, cents, flows })
  const frozen = aReport({ error: part(1, 100), reconciled: part(3, 900, 2) }, part(4, 1000))

  test('draws what holds something, in the order of the legend', () => {
    expect(segmentsOf(frozen).map(({ name, count }) => `${name} ${count}`)).toEqual(['reconciled 3', 'error 1'])
  })

  test('adds up in movements and to the cent, or says that it does not', () => {
    expect(addsUp(frozen)).toBe(true)
    expect(addsUp({ ...frozen, movements: part(5, 1000) })).toBe(false)
    expect(addsUp({ ...frozen, movements: part(4, 1001) })).toBe(false)
  })

  test('says what has changed since', () => {
    const today = aReport({ reconciled: part(4, 1000, 3) }, part(4, 1000))
    expect(changedParts(frozen, today)).toEqual(['reconciled', 'error'])
    expect(changedParts(frozen, frozen)).toEqual([])
  })

  test('is read as it was stored; a file that holds none has none', () => {
    expect(readReport({ kind: 'journal', pages: 2, ...frozen, errors: [] })).toEqual({ pages: 2, ...frozen })
    expect(readReport({ kind: 'report', flowId: 'x' })).toBeNull()
    expect(readReport(null)).toBeNull()
  })
})

describe('the address of the payments', () => {
  test('says nothing: the work by difference, of all times', () => {
    expect(paymentsQuery(at(''), 't1').toString()).toBe('municipality=t1&missing=any&sort=paidAt&order=desc')
  })

  test.each([
    ['missing=all', 'sort=dueOn&order=desc'],
    ['missing=credit&month=2026-11', 'missing=credit&paidFrom=2026-11-01&paidTo=2026-11-30&sort=paidAt&order=desc'],
    ['missing=payment&month=2026-02', 'missing=payment&dueFrom=2026-02-01&dueTo=2026-02-28&sort=dueOn&order=desc'],
    [
      'missing=report&day=2026-11-20&order=asc',
      'missing=report&paidFrom=2026-11-20&paidTo=2026-11-20&sort=paidAt&order=asc',
    ],
    [
      'municipality=t2&service=mensa&flow=f1&duplicates=true',
      'municipality=t2&missing=any&service=mensa&flow=f1&duplicates=true&sort=paidAt&order=desc',
    ],
    ['missing=nonsense&month=soon&day=today', 'missing=any&sort=paidAt&order=desc'],
  ])('%s', (search, query) => expect(paymentsQuery(at(search), '').toString()).toBe(query))

  test('keeps the row that was opened to itself', () => {
    expect(readPayments(at('row=p1')).row).toBe('p1')
    expect(paymentsQuery(at('row=p1&cursor=c'), '').toString()).not.toMatch(/row|cursor/)
  })

  test('names the file of what is on screen', () => {
    expect(fileOf('/payments.csv', paymentsQuery(at('missing=credit'), ''), 'it')).toBe(
      '/api/v1/payments.csv?missing=credit&sort=paidAt&order=desc&language=it',
    )
  })

  test('other lists ask for their own names only', () => {
    expect(picking('status', 'late')(at('status=partial&row=1&cursor=2'), 't1').toString()).toBe(
      'municipality=t1&status=partial',
    )
  })

  test('a total leads to the payments that it adds up', () => {
    expect(paymentsOf('day', '2026-11-20', '2026-11', 'credit')).toBe('/payments?missing=credit&day=2026-11-20')
    expect(paymentsOf('service', 'mensa', '2026-11', 'report')).toBe(
      '/payments?missing=report&month=2026-11&service=mensa',
    )
    expect(paymentsOf('town', 't1', '2026-11', 'report')).toBe('/payments?missing=report&month=2026-11&municipality=t1')
  })
})

describe('a saved view of payments', () => {
  const viewed = (search: string) => viewedPayments(readPayments(at(search)))

  test.each(['', 'missing=all&order=asc', 'missing=credit&service=mensa', 'duplicates=true&missing=nothing'])(
    'of «%s» opens the same list',
    search => {
      const address = viewed('').address(viewed(search).query)
      expect(viewed(address.split('?')[1] ?? '').query).toEqual(viewed(search).query)
      expect(viewed(search).isSame(viewed(search).query)).toBe(true)
    },
  )

  test('is another one when anything differs, and keeps no month', () => {
    expect(viewed('').isSame(viewed('missing=credit').query)).toBe(false)
    expect(viewed('month=2026-11').isSame(viewed('').query)).toBe(false)
    expect(viewed('month=2026-11&row=r&cursor=c').query).toEqual({ missing: 'any', sort: 'paidAt', order: 'desc' })
  })
})

test('all that is missing together; its sum is unknown when a part is', () => {
  const one = { count: 2, cents: 50 }
  const counts = { payment: one, receipt: one, report: one, credit: one, difference: one, nothing: one }
  expect(anyMissing(counts)).toEqual({ count: 8, cents: 200 })
  expect(anyMissing({ ...counts, report: { count: 10_001, cents: null } })).toEqual({ count: 10_007, cents: null })
})

test('months: their days, their names, those before', () => {
  expect(monthsBefore('2026-02-10', 3)).toEqual(['2026-02', '2026-01', '2025-12'])
  expect(daysOf('2028-02')).toEqual({ from: '2028-02-01', to: '2028-02-29' })
  expect(monthName('2026-11', 'it')).toBe('novembre 2026')
  expect(['2026-11', '2026-13', 'x', null].map(isMonth)).toEqual([true, false, false, false])
})

test('a flow is called by its end, a difference by its direction', () => {
  expect(shortFlow('2026-11-20BPPIITRRXXX-0033')).toBe('…BPPIITRRXXX-0033')
  expect(shortFlow('flusso-33')).toBe('flusso-33')
  const euro = (cents: number) => format.euro(cents, 'it').replace(/\s/, ' ')
  expect([signed(150, euro), signed(-1, euro), signed(0, euro)]).toEqual(['+1,50 €', '−0,01 €', '0,00 €'])
})

describe('the plan of chapters', () => {
  const line = { service: 'mensa', year: null, chapter: '1200/3', accertamento: null, vatPercent: '4' }

  test('is sent as it came when nothing is typed', () => expect(toLines(toRows([line]))).toEqual([line]))

  test('takes Italian numbers', () => {
    const [row] = toRows([line])
    expect(toLines([{ ...row!, year: ' 2026', vatPercent: '5,5' }])).toEqual([
      { ...line, year: 2026, vatPercent: '5.5' },
    ])
  })

  test.each([
    [{}, true],
    [{ service: '' }, false],
    [{ chapter: ' ' }, false],
    [{ year: '26' }, false],
    [{ vatPercent: 'x' }, false],
    [{ vatPercent: '' }, true],
  ])('%j is complete: %s', (change, expected) => {
    expect(toRows([line]).map(row => isComplete({ ...row, ...change }))).toEqual([expected])
  })

  test('a new line has a key of its own', () => {
    const rows = toRows([line, line])
    expect(rows.map(row => row.key)).not.toContain(emptyRow(rows).key)
    expect(emptyRow([]).key).toBe(0)
  })
})
