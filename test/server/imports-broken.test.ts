import { readFile } from '../../server/imports/read-file.ts'
import { startApi } from './api.ts'
import type { Api, Browser } from './api.ts'
import { publishSample } from './procedure.ts'

let api: Api
let clerk: Browser
beforeAll(async () => {
  api = await startApi()
  await publishSample(api.database)
  clerk = await api.signIn({ role: 'clerk', office: 'scuola' })
})
afterAll(() => api.stop())

const columns =
  'anno_scolastico;nome_richiedente;cognome_richiedente;cf_richiedente;nome_bambino;cognome_bambino;cf_bambino;classe;giorni;isee;note_dieta'
const row = '2026/2027;Anna;Rossi;RSSNNA80A41F205O;Luca;Rossi;RSSLCU18A01F205C;2B;lun mar;8500;'
const good = `${columns}\n${row}\n`

const tables = [
  'import_file',
  'import_row',
  'case_record',
  'case_view',
  'document',
  'confidential_record',
  'outbox',
  'audit_entry',
]
const counts = async () =>
  Promise.all(tables.map(async name => (await api.database.asSuperuser(`select count(*) from ${name}`)).rows[0].count))

const upload = (bytes: string | Buffer, name = 'domande.csv') => {
  const form = new FormData()
  form.set('municipality', api.town)
  form.set('procedure', 'canteen-enrolment')
  form.set('file', new Blob([new Uint8Array(Buffer.from(bytes))]), name)
  return clerk.send('POST', '/api/v1/imports', form)
}

const utf16 = (text: string, swap = false) => {
  const bytes = Buffer.from(text, 'utf16le')
  return swap ? bytes.swap16() : bytes
}

describe('a file in a broken form is refused whole, with the reason, and nothing of it is kept', () => {
  it.each<[string, string | Buffer, RegExp]>([
    ['0 bytes', '', /vuoto/],
    ['its mark alone', '\uFEFF', /vuoto/],
    ['blank lines alone', '\n\r\n  \n;;;\n', /vuoto/],
    ['a header alone', `${columns}\n`, /solo la riga delle intestazioni/],
    ['UTF-16 with its mark', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16(good)]), /UTF-16/],
    ['UTF-16, big end first', Buffer.concat([Buffer.from([0xfe, 0xff]), utf16(good, true)]), /UTF-16/],
    ['UTF-16 without a mark', utf16(good), /byte che un testo non ha/],
    ['NUL in a cell', good.replace('Luca', 'Lu\0ca'), /byte che un testo non ha/],
    ['a zip archive, as of a spreadsheet', Buffer.from('504b0304140000000800', 'hex'), /byte che un testo non ha/],
    ['a PDF', '%PDF-1.7\n%âãÏÓ\n1 0 obj', /Mancano le colonne|virgolette/],
    ['a web page', '<!DOCTYPE html><html><body>x</body></html>', /Mancano le colonne/],
    ['JSON', '{"rows":[]}', /Mancano le colonne|virgolette/],
    ['tabs between its cells', good.replaceAll(';', '\t'), /Mancano le colonne/],
    ['spaces between its cells', good.replaceAll(';', ' '), /Mancano le colonne/],
    ['a quote that never closes', `${columns}\n"${row}\n${row}\n`, /virgolette non tornano/],
    [
      'a quote in the middle of a cell',
      `${columns}\n${row.replace('Anna', 'An"na')}\n`,
      /virgolette non tornano alla riga 2/,
    ],
    [
      'text after a closing quote',
      `${columns}\n${row.replace('Anna', '"Anna"x')}\n`,
      /virgolette non tornano alla riga 2/,
    ],
    ['a cell too many', `${columns}\n${row}\n${row};x\n`, /La riga 3 ha 12 colonne, l'intestazione 11/],
    ['a cell too few', `${columns}\n${row}\n${row.slice(0, -1)}\n`, /La riga 3 ha 10 colonne/],
    ['a header twice', `${columns};classe\n${row};2B\n`, /«classe» c'è due volte/],
    ['a header twice in other letters', `${columns};CLASSE\n${row};2B\n`, /«classe» c'è due volte/],
    ['an unknown column', `${columns};colore\n${row};rosso\n`, /sconosciute: colore/],
    ['a column without a name', `${columns};\n${row};\n`, /sconosciute: \(vuota\)/],
    ['a column named like a prototype', `${columns};__proto__\n${row};x\n`, /sconosciute: __proto__/],
    ['a column with an invisible letter', good.replace('classe', 'clas\u200Bse'), /Mancano le colonne: classe/],
    ['200,000 columns', `${columns}${';'.repeat(200_000)}\n`, /più di 200 colonne/],
    ['40,000 columns', `${columns}${';'.repeat(40_000)}\n`, /più di 200 colonne/],
    [
      'a cell of a megabyte',
      `${columns}\n${row}\n${row.replace('Anna', 'A'.repeat(1_000_000))}\n`,
      /più di 100000 caratteri alla riga 3/,
    ],
    ['20,001 rows', `${columns}\n${`${row}\n`.repeat(20_001)}`, /più di 20000 righe/],
  ])('%s', async (_what, bytes, why) => {
    const before = await counts()
    const answer = await upload(bytes)
    expect([answer.status, answer.body.kind]).toEqual([422, 'invalid'])
    expect(answer.body.detail).toMatch(why)
    expect(answer.body.errors[0].path).toBe('file')
    expect(await counts()).toEqual(before)
  })

  it.each([
    ['another extension', 'domande.exe', 422],
    ['no name at all', '', 422],
    ['a path before its name', '../../etc/passwd.csv', 201],
  ])('%s', async (_what, name, status) => {
    const answer = await upload(`${good}${row.replace('2B', name.length.toString())}\n`, name || 'x')
    expect(answer.status).toBe(status)
    if (status === 201) expect(answer.body.name).not.toContain('/')
  })

  it('eleven megabytes', async () => {
    const before = await counts()
    const answer = await upload(Buffer.alloc(11 * 1024 * 1024, 'a'))
    expect([answer.status, answer.body.kind]).toEqual([413, 'too-large'])
    expect(await counts()).toEqual(before)
  })
})

describe('a row in a broken form is bad by itself, with its line and the reasons', () => {
  it.each([
    ['another fiscal code', row.replace('RSSLCU18A01F205C', 'RSSLCU18A01F205X'), 'cf_bambino'],
    ['a fiscal code in look-alike letters', row.replace('RSSLCU18A01F205C', 'RЅЅLCU18A01F205C'), 'cf_bambino'],
    ['no name', row.replace('Luca', ' '), 'nome_bambino'],
    ['a day that is none', row.replace('lun mar', 'lun dom'), 'giorni'],
    ['an amount that is none', row.replace('8500', '1e9'), 'isee'],
    ['an amount below nothing', row.replace('8500', '-1'), 'isee'],
    ['a school year that is none', row.replace('2026/2027', 'quest’anno'), 'anno_scolastico'],
    ['a choice named like a prototype', row.replace('lun mar', 'constructor'), 'giorni'],
  ])('%s', async (_what, bad, column) => {
    const answer = await upload(`${columns}\n${row}\n${bad}\n`)
    expect(answer.body).toMatchObject({ rows: 2, bad: 1 })
    const { body } = await clerk.get(`/api/v1/imports/${answer.body.id}/rows?state=bad`)
    expect(body.items).toEqual([
      expect.objectContaining({ line: 3, reasons: [{ column, message: expect.stringMatching(/\S/) }] }),
    ])
    expect((await api.database.asSuperuser('select count(*) from case_record')).rows[0].count).toBe('0')
  })

  it('a formula is text on its way in and on its way out', async () => {
    const formula = row.replace('Anna', '"=HYPERLINK(""http://evil.example"")"').replace('F205C', 'F205X')
    const answer = await upload(`${columns}\n${formula}\n`)
    const csv = await clerk.get(`/api/v1/imports/${answer.body.id}/bad-rows.csv`)
    expect(csv.text).toContain(`"'=HYPERLINK(""http://evil.example"")"`)
    expect(csv.headers.get('content-disposition')).toContain('attachment')
  })
})

it('old line ends are lines too', () => {
  const table = [{ header: 'nome', path: 'n', type: 'text' as const, required: true, label: { it: '', en: '' } }]
  for (const end of ['\r', '\n', '\r\n'])
    expect(readFile(Buffer.from(['nome', 'A', 'B', ''].join(end)), table)).toMatchObject({
      rows: [{ line: 2 }, { line: 3 }],
    })
})
