import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readJournalPage } from '../../reconciliation/readers/journal.ts'
import { readReportXml } from '../../reconciliation/readers/report-xml.ts'
import { aJournal } from './journals.ts'
import { aReport } from './reports.ts'

/** The official schemas are not ours to carry: where they are not at hand these tests are skipped, and counted as such. */
const folder = process.env['PAGOPA_SCHEMAS'] ?? '../shared/specs/pagopa'
const withSchemas = existsSync(folder) ? describe : describe.skip

jest.setTimeout(120_000)

interface Sample {
  name: string
  content: string
}

async function* inPieces(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}

async function isTaken(pieces: AsyncIterable<unknown>): Promise<boolean> {
  try {
    for await (const _piece of pieces);
    return true
  } catch {
    return false
  }
}

function faultsOf(schema: string, samples: Sample[]): (string | null)[] {
  const input = JSON.stringify({ schema: join(folder, schema), documents: samples.map(it => it.content) })
  const output = execFileSync('node', [join(__dirname, 'validate.mjs')], { input, maxBuffer: 100_000_000 })
  return JSON.parse(output.toString())
}

/** Every leaf emptied, made nonsense, made very long; every element left out, doubled, renamed. */
function variants(text: string): Sample[] {
  const leaves = [...text.matchAll(/<([a-zA-Z_]+)>([^<>]+)<\/\1>/g)]
  return leaves.flatMap(match => {
    const [whole, name = '', value = ''] = match
    const put = (what: string, other: string) => ({
      name: `${name} ${what}`,
      content: text.slice(0, match.index) + other + text.slice(match.index + whole.length),
    })
    const as = (what: string, other: string) => put(what, `<${name}>${other}</${name}>`)
    return [
      put('left out', ''),
      put('twice', whole + whole),
      put('renamed', `<altro>${value}</altro>`),
      as('empty', ''),
      as('nonsense', '?'),
      as('zero', '0'),
      as('long', 'a'.repeat(400)),
      as('negative', `-${value}`),
    ]
  })
}

/** Where both must say the same, and where they differ for a reason. */
async function disagreements(
  schema: string,
  samples: Sample[],
  read: (text: string) => AsyncIterable<unknown>,
): Promise<string[]> {
  const faults = faultsOf(schema, samples)
  const verdicts = await Promise.all(samples.map(({ content }) => isTaken(read(content))))
  return samples.flatMap(({ name }, index) => {
    const fault = faults[index] ?? null
    const difference = `${name}: we ${verdicts[index] ? 'take' : 'refuse'} it`
    const isMeant = meant.some(([pattern]) => pattern.test(difference))
    return verdicts[index] === (fault === null) || isMeant ? [] : [difference]
  })
}

/** Where we differ on purpose, and why. */
const meant: [pattern: RegExp, why: string][] = [
  [/^data\w+ negative: we refuse/, 'years before Christ are dates to the schema'],
  [/^codice_fiscale_ente .*: we refuse/, 'without it nobody knows whose journal it is; 1.4 lets anything pass'],
  [
    /^(codice|identificativo|descrizione)_\w+ (empty|long): we refuse/,
    'what names the bank and the file: 1.4 lets anything pass',
  ],
  [
    /^(codice_(ente|istat_ente|tramite_ente|tramite_BT)|identificativo_flusso_BT) .*: we take/,
    'how the file travelled: nothing hangs on it',
  ],
  [/^assoggettamento_bollo .*: we take/, 'stamp duty of payment orders: not read'],
  [/^anagrafica_cliente empty: we take/, 'a payer without a name is still money'],
  [/^causale twice: we take/, 'banks were seen to break a long one over several'],
  [/^(numero_movimento|identificativo_flusso|data_movimento_siope) left out: we take/, 'not read'],
  [
    /^(numero_provvisorio|numero_sospeso|importo_provvisorio) (zero|negative): we take/,
    'a regularisation may be taken back',
  ],
]

withSchemas('payment reports and the official schema', () => {
  const schema = 'fdr/FlussoRiversamento_1_0_4.xsd'
  const read = (text: string) => readReportXml(inPieces(text))
  const edited = (name: string, from: string, to: string): Sample => ({ name, content: aReport().replace(from, to) })

  it('agree on every variant of a report', async () => {
    const samples = [{ name: 'right', content: aReport() }, ...variants(aReport())]
    expect(samples.length).toBeGreaterThan(150)
    expect(await disagreements(schema, samples, read)).toEqual([])
  })

  // The node's own table of what it refuses (pagopa-fdr-nodo, integration tests).
  const refusedByTheNode: [name: string, from: string, to: string][] = [
    ['version 2', '>1.0<', '>2<'],
    ['version 1.00', '>1.0<', '>1.00<'],
    ['an empty id', '2026-11-20BPPIITRRXXX-0033', ''],
    ['an id of 36', '2026-11-20BPPIITRRXXX-0033', 'a'.repeat(36)],
    ['a total too large', '134.15', '2000987689.00'],
    ['a total of one decimal', '134.15', '20.0'],
    ['a total of three decimals', '134.15', '20.000'],
    ['a total with letters', '134.15', 'a.00'],
    ['a total with a comma', '134.15', '1,00'],
    ['a payment of nothing', '84.00', '0.00'],
    ['a payment of one decimal', '84.00', '1.0'],
    ['a payment of three decimals', '84.00', '1.000'],
    ['a payment too large', '84.00', '1099999999.00'],
    ['outcome 1', '>9<', '>1<'],
    ['outcome 10', '>9<', '>10<'],
    ['index 10', '<indiceDatiSingoloPagamento>1<', '<indiceDatiSingoloPagamento>10<'],
    ['index a', '<indiceDatiSingoloPagamento>1<', '<indiceDatiSingoloPagamento>a<'],
    ['a clock in a date', '<dataRegolamento>2026-11-20<', '<dataRegolamento>2026-11-20T10:00:00<'],
    ['a sender of 71', 'Poste Italiane', 'a'.repeat(71)],
  ]

  it('both refuse what the node refuses', async () => {
    const samples = refusedByTheNode.map(([name, from, to]) => edited(name, from, to))
    for (const { content } of samples) {
      expect(content).not.toBe(aReport())
      expect(await isTaken(read(content))).toBe(false)
    }
    expect(faultsOf(schema, samples)).not.toContain(null)
  })

  it('both take outcomes 4 and 8, of SACI 3.2', async () => {
    const samples = [edited('outcome 4', '>9<', '>4<'), edited('outcome 8', '>9<', '>8<')]
    for (const { content } of samples) expect(await isTaken(read(content))).toBe(true)
    // Older public copies list 0, 3 and 9 only.
    expect([null, expect.stringContaining('codiceEsito')]).toContainEqual(faultsOf(schema, samples)[0])
  })

  it('differ where the public schema lacks what the node has', async () => {
    const samples = [
      edited(
        "a revision, of the node's own schema",
        '<dataOraFlusso>',
        '<revisioneFlusso>2</revisioneFlusso><dataOraFlusso>',
      ),
    ]
    expect(await disagreements(schema, samples, read)).toEqual(samples.map(({ name }) => `${name}: we take it`))
  })
})

withSchemas('cash journals and the official schemas', () => {
  const read = (text: string) => readJournalPage(inPieces(text))
  it.each([
    ['1.4', 'OPI_GIORNALE_DI_CASSA_V_1_4.xsd'],
    ['1.6.1', 'OPI_GIORNALE_DI_CASSA_V_1_6_1.xsd'],
    ['1.7.1', 'OPI_GIORNALE_DI_CASSA_V_1_7_1.xsd'],
    ['1.8', 'OPI_GIORNALE_DI_CASSA_V_1_8.xsd'],
  ] as const)('agree on every variant of a journal %s', async (version, schema) => {
    const movements = [
      { number: '17', amount: '10.00', endToEndId: 'E2E' },
      { number: '18', amount: '10.00', operation: 'STORNATO', reverses: '17' },
      {
        number: '19',
        amount: '10.00',
        operation: 'REGOLARIZZATO',
        document: 'REVERSALE',
        closes: [{ number: '17', amount: '10.00' }],
      },
    ]
    const text = aJournal({ version, movements })
    const samples = [{ name: 'right', content: text }, ...variants(text)]
    expect(await disagreements(`opi/${schema}`, samples, read)).toEqual([])
  })
})
