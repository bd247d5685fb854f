import { readFile } from '../../server/imports/read-file.ts'
import { readRow } from '../../server/imports/read-row.ts'
import { neutralised, toCsv } from '../../server/http/csv.ts'
import { latestDefinition } from '../../server/procedures/definitions.ts'
import { bearer, startApi } from './api.ts'
import type { Answer, Api, Browser } from './api.ts'
import { aRequest, publishSample } from './procedure.ts'

let api: Api
let clerk: Browser

beforeAll(async () => {
  api = await startApi()
  await publishSample(api.database)
  clerk = await api.signIn({ role: 'clerk', office: 'scuola' })
})
afterAll(() => api.stop())

const header =
  'anno_scolastico;nome_richiedente;cognome_richiedente;cf_richiedente;nome_bambino;cognome_bambino;cf_bambino;classe;giorni;isee;note_dieta'
const good = (child: string, note = '') =>
  `2026/2027;Anna;Rossi;RSSNNA80A41F205O;Luca;Rossi;${child};2B;lun mar;8.500,00;${note}`
const codes = ['RSSLCU18A01F205C', 'RSSMRA85T50H501S', 'RSSNNA80A41F205O']

const upload = (text: string | Buffer, procedure = 'canteen-enrolment', town = api.town): Promise<Answer> => {
  const form = new FormData()
  form.set('municipality', town)
  form.set('procedure', procedure)
  form.set('file', new Blob([new Uint8Array(Buffer.from(text))]), 'domande.csv')
  return clerk.send('POST', '/api/v1/imports', form)
}

const done = async (id: string): Promise<Answer> => {
  for (;;) {
    const answer = await clerk.get(`/api/v1/imports/${id}`)
    if (answer.body.state === 'done') return answer
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

describe('a file of requests', () => {
  const text = [header, good(codes[0]!, 'celiachia'), good('XXX'), good(codes[0]!), good(codes[1]!), ''].join('\r\n')
  let id: string

  it('is read row by row: good, bad with the reasons, the same twice', async () => {
    const answer = await upload(text)
    expect([answer.status, answer.body]).toEqual([
      201,
      expect.objectContaining({ rows: 4, good: 2, bad: 1, duplicate: 1, state: 'read' }),
    ])
    id = answer.body.id
    const { body } = await clerk.get(`/api/v1/imports/${id}/rows`)
    expect(body.items.map((row: { line: number; state: string }) => `${row.line} ${row.state}`)).toEqual([
      '2 good',
      '3 bad',
      '4 duplicate',
      '5 good',
    ])
    expect(body.items[1].reasons[0]).toMatchObject({ column: 'cf_bambino' })
    expect(body.items[2].reasons[0].message).toContain('riga 2')
    expect(Number((await api.database.asSuperuser('select count(*) from case_record')).rows[0].count)).toBe(0)
  })

  it('lies sealed: no health data in clear anywhere', async () => {
    const { rows } = await api.database.asSuperuser(
      "select encode(bytes, 'escape') || (select string_agg(request::text, '') from import_row) as all from import_file",
    )
    expect(rows[0].all).not.toContain('celiachia')
    const other = await api.signIn({ role: 'clerk', office: 'scuola' })
    expect((await other.get(`/api/v1/imports/${id}/rows`)).text).not.toContain('celiachia')
    expect((await clerk.get(`/api/v1/imports/${id}/rows`)).text).toContain('celiachia')
  })

  it('makes cases of the good rows once confirmed, whoever confirms how often', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => clerk.send('POST', `/api/v1/imports/${id}/confirm`, {})))
    expect(answers.map(answer => answer.status)).toEqual([202, 202, 202])
    expect((await done(id)).body).toMatchObject({ created: 2, good: 0, bad: 1, duplicate: 1 })
    const { body } = await clerk.get('/api/v1/cases')
    expect(body.items.map((row: { channel: string }) => row.channel)).toEqual(['import', 'import'])
    const { rows } = await api.database.asSuperuser('select count(*) from confidential_record')
    expect(Number(rows[0].count)).toBe(1)
  })

  it('sent again changes nothing; the same requests in another file are known by their case', async () => {
    const again = await upload(text)
    expect([again.status, again.body.id]).toEqual([200, id])
    const other = await upload([header, good(codes[1]!)].join('\n'))
    const { body } = await clerk.get(`/api/v1/imports/${other.body.id}/rows`)
    expect(body.items[0]).toMatchObject({
      state: 'duplicate',
      reasons: [{ message: expect.stringMatching(/MENSA-\d+-/) }],
    })
  })

  it('knows a request that a portal filed', async () => {
    const request = aRequest({ child: { firstName: 'Eva', lastName: 'Neri', fiscalCode: codes[2]! } })
    await bearer(api.origin, await api.token()).post('/api/v1/cases', { procedure: 'canteen-enrolment', request })
    const answer = await upload([header, good(codes[2]!)].join('\n'))
    expect(answer.body).toMatchObject({ good: 0, duplicate: 1 })
  })

  it('gives its bad rows back with the reason, and takes them corrected', async () => {
    const csv = await clerk.get(`/api/v1/imports/${id}/bad-rows.csv`)
    const [first, row] = csv.text.replace(/^\uFEFF/, '').split('\r\n')
    expect(first).toBe(`${header};riga;motivo`)
    expect(row).toContain('cf_bambino')
    const corrected = await upload(csv.text.replace('XXX', codes[0]!))
    expect(corrected.status).toBe(201)
  })

  it('without a good row leaves nothing to confirm', async () => {
    const { body } = await upload([header, good('YYY')].join('\r\n'))
    expect(body).toMatchObject({ good: 0, bad: 1, state: 'nothing-to-confirm' })
    expect((await clerk.send('POST', `/api/v1/imports/${body.id}/confirm`, {})).status).toBe(409)
  })

  it.each([
    ['nothing in it', '', /vuoto/],
    ['a column missing', 'anno_scolastico;classe\n2026/2027;2B', /Mancano le colonne/],
    ['an unknown column', `${header};colore\n${good(codes[0]!)};rosso`, /sconosciute: colore/],
    ['a row of another width', `${header}\n${good(codes[0]!)};x`, /riga 2 ha/],
    ['broken quotes', `${header}\n"2026`, /virgolette/],
    ['bytes of no text', Buffer.from([0x50, 0x4b, 0, 0]), /non è un file CSV|Non è un file CSV/],
  ])('with %s is refused whole', async (_what, text, why) => {
    const before = (await api.database.asSuperuser('select count(*) from import_file')).rows[0].count
    const answer = await upload(text)
    expect(answer.status).toBe(422)
    expect(answer.body.detail).toMatch(why)
    expect((await api.database.asSuperuser('select count(*) from import_file')).rows[0].count).toBe(before)
  })

  it('is not taken from who may not, nor for another town', async () => {
    expect((await upload(text, 'canteen-enrolment', api.otherTown)).status).toBe(404)
    const stranger = await api.signIn({ role: 'clerk', office: 'scuola', town: api.otherTown })
    expect((await stranger.get(`/api/v1/imports/${id}`)).status).toBe(404)
  })
})

describe('a cell', () => {
  const cells = {
    anno_scolastico: '2026/2027',
    nome_richiedente: 'Anna',
    cognome_richiedente: 'Rossi',
    cf_richiedente: 'rss nna 80a41 f205o',
    nome_bambino: 'Luca',
    cognome_bambino: 'Rossi',
    cf_bambino: codes[0]!,
    classe: '2B',
    giorni: 'LUN, mar',
  }
  it.each([
    ['isee', '8500', 850_000],
    ['isee', '8.500,00', 850_000],
    ['isee', '8500.5', 850_050],
    ['isee', '1.234.567,8 €', 123_456_780],
  ])('%s %s is %i cents', async (name, cell, cents) => {
    const definition = await api.database.db.global(tx => latestDefinition(tx, 'canteen-enrolment'))
    const read = readRow(definition!, { line: 2, cells: { ...cells, [name]: cell } })
    expect(read).toMatchObject({
      request: { isee: { valueCents: cents }, days: ['mon', 'tue'], applicant: { fiscalCode: codes[2] } },
    })
  })
  it.each(['8,5,0', 'molto', '1.2345,00'])('isee %s is refused', async cell => {
    const definition = await api.database.db.global(tx => latestDefinition(tx, 'canteen-enrolment'))
    expect(readRow(definition!, { line: 2, cells: { ...cells, isee: cell } }).reasons).toEqual([
      { column: 'isee', message: expect.any(String) },
    ])
  })
})

describe('a table', () => {
  const columns = [
    { header: 'nome', path: 'name', type: 'text' as const, required: true, label: { it: '', en: '' } },
    { header: 'nota', path: 'note', type: 'text' as const, required: false, label: { it: '', en: '' } },
  ]
  it.each([
    ['UTF-8', Buffer.from('nome;nota\nNicolò;x')],
    ['UTF-8 with its mark', Buffer.from('\uFEFFnome;nota\nNicolò;x')],
    ['Windows-1252', Buffer.from('nome;nota\nNicol\u00f2;x', 'latin1')],
    ['commas', Buffer.from('Nome,NOTA\nNicolò,x')],
  ])('in %s is read', (_what, bytes) => {
    expect(readFile(bytes, columns)).toMatchObject({ rows: [{ line: 2, cells: { nome: 'Nicolò', nota: 'x' } }] })
  })
  it('counts lines as the file has them, over line ends in quotes and empty lines', () => {
    const read = readFile(Buffer.from('nome;nota\nA;"x\ny"\n\nB;z\n'), columns)
    expect('rows' in read && read.rows.map(row => row.line)).toEqual([2, 5])
  })
})

it.each([
  ['=1+1', "'=1+1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['-2+3', "'-2+3"],
  ['\t=1', "'\t=1"],
  ['-12,50', '-12,50'],
  ['Rossi', 'Rossi'],
])('the cell %j leaves as %j', (cell, out) => {
  expect(neutralised(cell)).toBe(out)
  expect(toCsv(['a'], [[cell]])).toContain(out)
})
