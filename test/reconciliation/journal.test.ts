import { readJournalFile, type JournalFilePiece } from '../../reconciliation/readers/journal-file.ts'
import { aJournal } from './journals.ts'
import { zipOf } from './zip.ts'

async function* inPieces(bytes: Buffer, size = 1_009): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function read(content: string | Buffer) {
  const pieces: JournalFilePiece[] = []
  for await (const piece of readJournalFile(inPieces(Buffer.from(content)))) pieces.push(piece)
  const movements = pieces.flatMap(piece => (piece.type === 'movements' ? piece.movements : []))
  const end = pieces.at(-1)
  return { movements, journal: end?.type === 'end' ? end.journal : null }
}

const refusalOf = (content: string | Buffer) =>
  read(content).then(
    () => null,
    (error: { code: string; place: object }) => ({ code: error.code, ...error.place }),
  )

describe('a page', () => {
  it('gives its movements with their line, and what it says of itself', async () => {
    const { movements, journal } = await read(aJournal())
    expect(journal?.pages).toEqual([
      {
        bank: '05034',
        body: '00111190191',
        bodyName: 'Comune di Crema',
        flowId: 'GDC-20261120ABCDEFGHIJ#001#001',
        page: 1,
        pages: 1,
        exercise: 2026,
        from: '2026-11-20',
        to: '2026-11-20',
      },
    ])
    expect(movements).toMatchObject([
      {
        page: 1,
        line: 21,
        account: '0000001',
        type: 'ENTRATA',
        documentType: 'SOSPESO ENTRATA',
        operation: 'ESEGUITO',
        documentNumber: '1201',
        billNumber: '1201',
        cents: 13_415,
        movedOn: '2026-11-20',
        cause: '/PUR/LGPE-RIVERSAMENTO/URI/2026-11-20BPPIITRRXXX-0033',
        closes: [],
      },
    ])
  })

  it.each(['1.4', '1.6.1', '1.7.1', '1.8'] as const)('of version %s', async version => {
    const execution = {
      '1.4': 'VAGLIA POSTALE',
      '1.6.1': "REGOLARIZZAZIONE ACCREDITO BANCA D'ITALIA",
      '1.7.1': 'SOSTITUZIONE',
      '1.8': 'SEPA INSTANT CREDIT TRANSFER',
    }[version]
    const { journal } = await read(aJournal({ version, movements: [{ number: '1', amount: '1', execution }] }))
    // What 1.7.1 knows, 1.8 knows too: the newest that fits.
    expect(journal?.version).toBe(version === '1.7.1' ? '1.8' : version)
  })

  it('a number without a bill, a reversal, a regularisation of two entries, zeros before numbers', async () => {
    const { movements } = await read(
      aJournal({
        movements: [
          { number: '0017', amount: '10.00', bill: null },
          { number: '18', amount: '10.00', operation: 'STORNATO', reverses: '00017' },
          {
            number: '19',
            amount: '12.50',
            document: 'REVERSALE',
            operation: 'REGOLARIZZATO',
            closes: [
              { number: '0017', amount: '10.00' },
              { number: '9', amount: '2.5' },
            ],
          },
        ],
      }),
    )
    expect(movements).toMatchObject([
      { documentNumber: '17', billNumber: null },
      { operation: 'STORNATO', reversedBillNumber: '17' },
      {
        closes: [
          { number: '17', cents: 1_000 },
          { number: '9', cents: 250 },
        ],
      },
    ])
  })

  it('a causale that the bank broke in two is put together', async () => {
    const broken = aJournal().replace('<causale>/PUR/LGPE-RIV', '<causale>/PUR/LGPE-</causale><causale>RIV')
    expect((await read(broken)).movements[0]?.cause).toBe('/PUR/LGPE- RIVERSAMENTO/URI/2026-11-20BPPIITRRXXX-0033')
  })
})

describe('a zip', () => {
  it('with all pages is one journal', async () => {
    const { movements, journal } = await read(
      zipOf({
        'b-2.xml': aJournal({ page: 2, pages: 2 }),
        'a-1.xml': aJournal({ page: 1, pages: 2 }),
        'leggimi.txt': 'ciao',
      }),
    )
    expect(journal?.pages.map(page => page.page)).toEqual([1, 2])
    expect(movements.map(it => it.page)).toEqual([1, 2])
  })

  it.each([
    ['a page missing', { 'a.xml': aJournal({ page: 1, pages: 2 }) }, { code: 'pages-missing' }],
    [
      'a page twice',
      { 'a.xml': aJournal({ pages: 2 }), 'b.xml': aJournal({ pages: 2 }) },
      { code: 'page-repeated', page: 1 },
    ],
    [
      'pages of two journals',
      { 'a.xml': aJournal({ pages: 2 }), 'b.xml': aJournal({ page: 2, pages: 2, day: '2026-11-21' }) },
      { code: 'pages-mixed', page: 2 },
    ],
    ['no XML', { 'a.txt': 'ciao' }, { code: 'zip-without-xml' }],
    ['a bomb', { 'a.xml': Buffer.alloc(30_000_000, 0x20) }, { code: 'zip-too-large' }],
  ])('is refused whole: %s', async (_name, files, refusal) => {
    expect(await refusalOf(zipOf(files))).toEqual(refusal)
  })

  it('cut short is refused', async () => {
    const archive = zipOf({ 'a.xml': aJournal() })
    expect(await refusalOf(archive.subarray(0, -10))).toEqual({ code: 'zip-damaged' })
    expect(await refusalOf(Buffer.from(archive).fill(0xff, 60, 300))).toMatchObject({
      code: expect.stringMatching(/damaged|malformed/),
    })
  })
})

it.each([
  ['one page of two', aJournal({ page: 1, pages: 2 }), { code: 'pages-missing' }],
  ['no date', aJournal().replace(/<data_riferimento_GdC>.*</, '<'), { code: 'element-missing' }],
  ['an amount that is none', aJournal().replace('134.15', '134,15'), { code: 'value-wrong', line: 27 }],
  ['an unknown operation', aJournal().replace('ESEGUITO', 'FATTO'), { code: 'value-wrong', line: 24 }],
  [
    'names of two versions',
    aJournal({
      movements: [
        { number: '1', amount: '1', execution: 'SOSTITUZIONE' },
        { number: '2', amount: '1', execution: 'F24EP' },
      ],
    }).replace('F24EP', "REGOLARIZZAZIONE ACCREDITO BANCA D'ITALIA"),
    { code: 'version-unknown', page: 1, line: 36 },
  ],
  ['another document', '<OPI/>', { code: 'document-unknown', line: 1 }],
  ['nothing', '', { code: 'file-empty' }],
])('is refused whole: %s', async (_name, content, refusal) => {
  expect(await refusalOf(content)).toMatchObject(refusal)
})
