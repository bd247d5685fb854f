import { readReportXml } from '../../reconciliation/readers/report-xml.ts'
import type { ReportPiece } from '../../reconciliation/readers/report.ts'
import { aReport } from './reports.ts'

async function* inPieces(bytes: Buffer, size = 997): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function read(content: string | Buffer): Promise<ReportPiece[]> {
  const pieces: ReportPiece[] = []
  for await (const piece of readReportXml(inPieces(Buffer.from(content)))) pieces.push(piece)
  return pieces
}

const refusalOf = (content: string | Buffer) =>
  read(content).then(
    () => null,
    (error: { code: string; place: { line?: number } }) => ({ code: error.code, line: error.place.line }),
  )

it('gives the header, the rows and no anomaly', async () => {
  const [header, rows, end] = await read(aReport())
  expect(header).toEqual({
    type: 'header',
    header: {
      flowId: '2026-11-20BPPIITRRXXX-0033',
      revision: null,
      flowAt: '2026-11-20T07:30:00.000Z',
      regulationId: 'TRN-0033',
      regulationOn: '2026-11-20',
      psp: 'BPPIITRRXXX',
      pspName: 'Poste Italiane',
      receiver: '00111190191',
      totalCount: 2,
      totalCents: 13_415,
    },
  })
  expect(rows).toMatchObject({
    rows: [
      { position: 1, iuv: '01000000000004285', transfer: 1, cents: 8_400, outcome: 0, outcomeOn: '2026-11-19' },
      { position: 2, cents: 5_015, outcome: 9 },
    ],
  })
  expect(end).toEqual({ type: 'end', anomalies: [] })
})

it('with a prefix, a zone, a byte order mark, as UTF-16 or in Latin letters: all the same', async () => {
  const text = aReport({ sender: 'Società per l’incasso' })
  const [plain] = await read(text)
  const prefixed = text
    .replaceAll(/<(\/?)(?=[a-zA-Z])/g, '<$1pay_i:')
    .replace('xmlns=', 'xmlns:pay_i=')
    .replace('T08:30:00', 'T07:30:00Z')
  expect((await read(prefixed))[0]).toEqual(plain)
  expect((await read(`\uFEFF${text}`))[0]).toEqual(plain)
  expect((await read(Buffer.from(`\uFEFF${text}`, 'utf16le')))[0]).toEqual(plain)
  const latin = aReport({ sender: 'Società' }).replace('UTF-8', 'ISO-8859-1')
  expect((await read(Buffer.from(latin, 'latin1')))[0]).toMatchObject({ header: { pspName: 'Società' } })
})

it('says what disagrees with the header, and takes revoked amounts in each of the ways they are written', async () => {
  const anomalies = async (some: Parameters<typeof aReport>[0]) => (await read(aReport(some))).at(-1)
  expect(await anomalies({ count: 3 })).toMatchObject({ anomalies: [{ code: 'count-differs', expected: 3, found: 2 }] })
  expect(await anomalies({ total: '134.16' })).toMatchObject({
    anomalies: [{ code: 'sum-differs', expected: 13_416, found: 13_415 }],
  })
  const row = { iuv: '01000000000004285', amount: '10.00' }
  expect(await anomalies({ rows: [row, row], count: 2, total: '20.00' })).toMatchObject({
    anomalies: [{ code: 'row-repeated', found: 1, about: [row.iuv] }],
  })
  for (const total of ['30.00', '20.00', '10.00']) {
    const rows = [
      { iuv: '01000000000000001', amount: '20.00' },
      { iuv: '01000000000000002', amount: '10.00', outcome: '3' },
    ]
    expect(await anomalies({ rows, count: 2, total })).toEqual({ type: 'end', anomalies: [] })
  }
})

describe('is refused whole, with its line', () => {
  const edit = (from: string | RegExp, to: string) => aReport().replace(from, to)
  it.each([
    ['a version that is none', edit('>1.0<', '>2<'), 'value-wrong', 3],
    ['an empty id', edit('2026-11-20BPPIITRRXXX-0033', ''), 'value-wrong', 4],
    ['an id of 36 characters', edit('2026-11-20BPPIITRRXXX-0033', 'x'.repeat(36)), 'value-wrong', 4],
    ['an amount without cents', edit('134.15', '134'), 'value-wrong', 18],
    ['an amount with a comma', edit('134.15', '134,15'), 'value-wrong', 18],
    ['a row of nothing', edit('84.00', '0.00'), 'value-wrong', 23],
    ['an unknown outcome', edit('>9<', '>1<'), 'value-wrong', 32],
    ['a date with a clock', edit('>2026-11-19<', '>2026-11-19T10:00:00<'), 'value-wrong', 25],
    ['a day that does not exist', edit('>2026-11-19<', '>2026-02-30<'), 'value-wrong', 25],
    ['a missing element', edit(/\s*<dataRegolamento>.*<\/dataRegolamento>/, ''), 'element-missing', 7],
    ['elements in another order', edit(/(\s*<numeroTotale.*>)(\s*<importoTotale.*>)/, '$2$1'), 'element-missing', 17],
    ['an unknown element', edit('<dataRegolamento>', '<altro>1</altro><dataRegolamento>'), 'element-unexpected', 7],
    ['text between elements', edit('</istitutoMittente>', 'qui</istitutoMittente>'), 'text-unexpected', 13],
    ['another namespace', edit('2011/Pagamenti', '2012/Pagamenti'), 'document-unknown', 2],
    ['another document', '<html><body/></html>', 'document-unknown', 1],
    ['a file cut short', aReport().slice(0, 1_200), 'xml-malformed', 21],
    ['an unclosed element', edit('</dataRegolamento>', ''), 'element-unexpected', 8],
    [
      'an external entity',
      edit('<Flusso', '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><Flusso'),
      'document-type',
      1,
    ],
    ['no declared entity', edit('Poste Italiane', '&poste;'), 'xml-malformed', 12],
    ['an unknown encoding', edit('UTF-8', 'KOI8-R'), 'encoding-unknown', 1],
    ['nothing at all', '', 'file-empty', undefined],
    ['bytes of another encoding', Buffer.from(aReport({ sender: 'Società' }), 'latin1'), 'encoding-wrong', undefined],
  ])('%s', async (_name, content, code, line) => {
    expect(await refusalOf(content)).toEqual({ code, line })
  })

  it('nesting without end, text without end, bytes without end', async () => {
    expect(await refusalOf(`${'<a>'.repeat(200_000)}`)).toMatchObject({ code: 'document-unknown' })
    const inside = (text: string) => edit('<datiSingoliPagamenti>', `<datiSingoliPagamenti>${text}`)
    expect(await refusalOf(inside('<a>'.repeat(200_000)))).toMatchObject({ code: 'element-unexpected' })
    expect(await refusalOf(edit('TRN-0033', 'x'.repeat(50_000)))).toMatchObject({ code: 'xml-text-too-long' })
    const small = readReportXml(inPieces(Buffer.from(aReport())), { bytes: 500, depth: 64, text: 1_000 })
    await expect(small.next()).rejects.toMatchObject({ kind: 'file-refused', code: 'file-too-long' })
  })
})
