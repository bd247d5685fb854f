import { readReportXml } from '../../reconciliation/readers/report-xml.ts'
import type { ReportRow } from '../../reconciliation/readers/report.ts'
import { aReport } from './reports.ts'

/** So small that no row lies whole in a piece: each is read element by element. */
const tiny = 7

const row = (n: number): string =>
  [
    '  <datiSingoliPagamenti>',
    `    <identificativoUnivocoVersamento>0100000000000${1000 + n}</identificativoUnivocoVersamento>`,
    `    <identificativoUnivocoRiscossione> R-${n} </identificativoUnivocoRiscossione>`,
    n % 3 === 0 ? '    <indiceDatiSingoloPagamento>1</indiceDatiSingoloPagamento>' : '',
    '    <singoloImportoPagato>84.00</singoloImportoPagato>',
    '    <codiceEsitoSingoloPagamento>0</codiceEsitoSingoloPagamento><dataEsitoSingoloPagamento>2026-11-19</dataEsitoSingoloPagamento>',
    '  </datiSingoliPagamenti>',
  ].join('\n')

/** A report whose fourth of seven rows is `odd`. */
function around(odd: string): string {
  const whole = aReport()
  const [begin, end] = [whole.indexOf('<datiSingoliPagamenti>'), whole.lastIndexOf('</datiSingoliPagamenti>') + 23]
  return whole.slice(0, begin) + [row(1), row(2), row(3), odd, row(5), row(6), row(7)].join('\n') + whole.slice(end)
}

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function read(content: string, size: number) {
  const rows: ReportRow[] = []
  try {
    for await (const piece of readReportXml(inPieces(Buffer.from(content), size))) {
      if (piece.type === 'rows') rows.push(...piece.rows)
    }
    return { rows }
  } catch (error) {
    return { refused: String(error), place: error instanceof Error && 'place' in error ? error.place : null }
  }
}

const without = (tag: string): string => row(4).replace(new RegExp(`<${tag}>.*</${tag}>`), '')
const element = 'identificativoUnivocoRiscossione'

describe('a report reads the same in one go as element by element, to the column of what is wrong with it', () => {
  test.each([
    ['nothing odd', row(4)],
    ['all in one line', row(4).replaceAll('\n', '')],
    ['lines that end as in Windows', row(4).replaceAll('\n', '\r\n')],
    ['lines that end as of old', row(4).replaceAll('\n', '\r')],
    ['a comment', `<!-- one -->${row(4)}`],
    ['a comment with a row', `<!-- ${row(4)} -->\n${row(8)}`],
    ['a comment with a row’s end', `<!-- </datiSingoliPagamenti> ${row(4)} -->`],
    ['CDATA', row(4).replace(' R-4', '<![CDATA[R-4</datiSingoliPagamenti>]]>')],
    ['an instruction', `<?x </datiSingoliPagamenti> ?>${row(4)}`],
    ['a tab', row(4).replace('R-4', 'R\t4')],
    ['an entity', row(4).replace('R-4', 'R&amp;&#52;')],
    ['an unknown entity', row(4).replace('R-4', '&evil;')],
    ['an attribute', row(4).replace('<datiSingoliPagamenti>', '<datiSingoliPagamenti id="1">')],
    [
      'a prefix',
      row(4)
        .replaceAll('</', '</p:')
        .replaceAll(/<(?=\w)/g, '<p:'),
    ],
    ['letters beyond ASCII', row(4).replace('R-4', 'Rè-€-😀')],
    ['a control character', row(4).replace('R-4', 'R\u0001')],
    ['an end of CDATA', row(4).replace('R-4', 'R]]>')],
    ['text between elements', row(4).replace(`<${element}>`, `x<${element}>`)],
    ['text behind a row', `${row(4)}x`],
    ['a value that is wrong', row(4).replace('84.00', '84,00')],
    ['a value that is empty', row(4).replace(' R-4 ', ' ')],
    ['a value that is too long', row(4).replace('R-4', 'R'.repeat(36))],
    ['an amount of nothing', row(4).replace('84.00', '0.00')],
    ['a day that is none', row(4).replace('2026-11-19', '2026-02-30')],
    ['an element that is missing', without(element)],
    ['the last element missing', without('dataEsitoSingoloPagamento')],
    ['an element twice', row(4).replace(`</${element}>`, `</${element}><${element}>S</${element}>`)],
    ['an element too many', row(4).replace('<singolo', '<altro>1</altro><singolo')],
    ['another order', row(4).replace(/(<singolo.*)\n(.*Pagamento>)(<data)/, '$2\n$1$3')],
    ['an element that is not closed', row(4).replace(`</${element}>`, '')],
    ['a header’s element behind rows', `${row(4)}<numeroTotalePagamenti>2</numeroTotalePagamenti>`],
    ['the end, and more behind it', `${row(4)}</FlussoRiversamento>`],
    ['a row in a row', row(4).replace('<singolo', `${row(8)}<singolo`)],
    ['blanks without end', row(4).replace('\n', '\n'.repeat(25_000))],
  ])('%s', async (_name, odd) => {
    const content = around(odd)
    const careful = await read(content, tiny)
    for (const size of [content.length, 1_100, 501]) expect(await read(content, size)).toEqual(careful)
  })

  it('and cut short wherever', async () => {
    const content = around(row(4))
    for (let end = content.indexOf('<datiSingoliPagamenti>'); end < content.length; end += 61) {
      const cut = content.slice(0, end)
      expect(await read(cut, cut.length)).toEqual(await read(cut, tiny))
    }
  })

  it('takes what is plain in one go, and what is not with care', async () => {
    expect(await read(around(row(4)), tiny)).toMatchObject({ rows: { length: 7 } })
    expect(await read(around(without(element)), tiny)).toMatchObject({ refused: expect.stringContaining(element) })
  })
})
