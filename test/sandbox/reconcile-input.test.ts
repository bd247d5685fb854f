import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readFolder } from '../../sandbox/reconcile/read-folder.ts'
import { readPositions } from '../../sandbox/reconcile/read-positions.ts'

const head = 'iuv,amount_cents,due_date,paid,receipt_id'
const iuv = '01000000000004285'
const good = `${iuv},8400,2026-11-30,yes,R-1`
const codes = (...rows: string[]) =>
  readPositions([head, ...rows].join('\n')).refused.map(it => [it.place?.line, it.code])

describe('positions.csv', () => {
  it('is read with commas or semicolons, quotes, a byte order mark and Italian words', () => {
    const taken = { iuv, cents: 8400, dueOn: '2026-11-30', isPaid: true, receiptId: 'R-1' }
    const italian = `${head},note\n${iuv},8400,2026-11-30,Sì,"R-1","a, b"\n`.replace('"a, b"', '"a; b"')
    for (const text of [
      `${head}\n${good}\n`,
      `\uFEFF${head}\r\n${good}\r\n`,
      italian,
      `${head}\n${good}`.replaceAll(',', ';'),
    ]) {
      expect(readPositions(text)).toEqual({ positions: [taken], refused: [] })
    }
  })

  it.each([
    ['amount in euros', `${iuv},84.00,2026-11-30,yes,R-1`, 'position-amount'],
    ['nothing due', `${iuv},0,2026-11-30,yes,R-1`, 'position-amount'],
    ['a day that is none', `${iuv},8400,2026-02-30,yes,R-1`, 'position-date'],
    ['no day', `${iuv},8400,,yes,R-1`, 'position-date'],
    ['an IUV cut short', `0100000,8400,2026-11-30,yes,R-1`, 'position-iuv'],
    ['neither yes nor no', `${iuv},8400,2026-11-30,maybe,R-1`, 'position-paid'],
    ['a receipt for what is not paid', `${iuv},8400,2026-11-30,no,R-1`, 'position-receipt'],
    ['a cell too few', `${iuv},8400,2026-11-30,yes`, 'position-cells'],
    ['an open quotation mark', `${iuv},8400,2026-11-30,yes,"R-1`, 'position-cells'],
  ])('%s is refused with its line, the others are taken', (_name, bad, code) => {
    expect(codes(bad)).toEqual([[2, code]])
    expect(readPositions([head, bad, good].join('\n')).positions).toHaveLength(1)
  })

  it('further rows of one IUV are further receipts of the same amount', () => {
    expect(codes(good, `${iuv},8400,2026-11-30,yes,R-2`)).toEqual([])
    expect(codes(good, `${iuv},8401,2026-11-30,yes,R-2`)).toEqual([[3, 'position-same-iuv']])
    expect(codes(good, `${iuv},8400,2026-11-30,yes,`)).toEqual([[3, 'position-same-iuv']])
    expect(codes(good, `01000000000004382,8400,2026-11-30,yes,R-1`)).toEqual([[3, 'position-same-receipt']])
  })

  it('without its columns nothing is taken', () => {
    const { positions, refused } = readPositions(`iuv,importo\n${iuv},84`)
    expect(positions).toEqual([])
    expect(refused).toMatchObject([{ code: 'positions-head', place: { line: 1 } }])
  })
})

describe('a folder', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'iter-folder-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text)

  it('gives XML and zip in the order of their names; positions may be absent', () => {
    write('town.json', '{"fiscalCode": "00111190191", "segregationCodes": ["01"]}')
    for (const name of ['b.xml', 'a.ZIP', 'notes.txt', 'c.xml.bak']) write(name, '')
    const input = readFolder(folder)
    expect(input.files.map(it => it.name)).toEqual(['a.ZIP', 'b.xml'])
    expect(input).toMatchObject({ positions: [], refusedRows: [], town: { otherPartners: [] } })
  })

  it.each([
    ['no town.json', null, /town\.json/],
    ['one that is no JSON', '{', /non è JSON/],
    ['a fiscal code cut short', '{"fiscalCode": "001", "segregationCodes": ["01"]}', /fiscalCode/],
    ['no segregation code', '{"fiscalCode": "00111190191", "segregationCodes": []}', /segregationCodes/],
    [
      'a name that is not known',
      '{"fiscalCode": "00111190191", "segregationCodes": ["01"], "segregation": 1}',
      /segregation/,
    ],
  ])('%s: it cannot be used', (_name, text, message) => {
    if (text !== null) write('town.json', text)
    expect(() => readFolder(folder)).toThrow(message)
  })

  it('that is none cannot be used', () => {
    expect(() => readFolder(join(folder, 'other'))).toThrow(/non è una cartella/)
  })
})
