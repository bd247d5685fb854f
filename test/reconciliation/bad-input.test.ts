import { spawn } from 'node:child_process'
import { readJournalFile } from '../../reconciliation/readers/journal-file.ts'
import { readReportXml } from '../../reconciliation/readers/report-xml.ts'
import { aJournal } from './journals.ts'
import { aReport } from './reports.ts'
import { zipOf } from './zip.ts'

jest.setTimeout(120_000)

async function* inPieces(bytes: Buffer, size = 1_021): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

const readers = {
  report: (content: string | Buffer) => readReportXml(inPieces(Buffer.from(content))),
  journal: (content: string | Buffer) => readJournalFile(inPieces(Buffer.from(content))),
}

async function refusal(pieces: AsyncIterable<unknown>): Promise<string | null> {
  try {
    for await (const _piece of pieces);
    return null
  } catch (error) {
    const { kind, code, text } = error as { kind?: string; code?: string; text?: { it: string; en: string } }
    if (kind !== 'file-refused' || !text?.it || !text.en) throw error
    return code ?? ''
  }
}

const head = '<?xml version="1.0" encoding="UTF-8"?>\n'
const withProlog = (prolog: string, content: string) => content.replace(head, `${head}${prolog}`)
const entities = Array.from({ length: 12 }, (_, n) => `<!ENTITY a${n + 1} "${`&a${n};`.repeat(10)}">`).join('')

const broken: [name: string, of: (right: string) => string | Buffer, code: RegExp][] = [
  ['0 bytes', () => '', /file-empty/],
  [
    'an external entity',
    it => withProlog('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>', it).replace('2026', '&e;'),
    /document-type/,
  ],
  [
    'an external entity of parameters',
    it => withProlog('<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;]>', it),
    /document-type/,
  ],
  [
    'an external document type',
    it => withProlog('<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">', it),
    /document-type/,
  ],
  [
    'an entity bomb',
    it => withProlog(`<!DOCTYPE x [<!ENTITY a0 "x">${entities}]>`, it).replace('2026', '&a12;'),
    /document-type/,
  ],
  [
    'a document type after a comment of a megabyte',
    it => withProlog(`<!--${'x'.repeat(1_000_000)}--><!DOCTYPE x>`, it),
    /document-type/,
  ],
  ['an entity that nobody declared', it => it.replace('2026', '&boom;'), /xml-malformed/],
  [
    'a hundred thousand levels',
    it => it.replace(/(<\w+>\s*<\w+>)/, `$1${'<a>'.repeat(100_000)}`),
    /xml-too-deep|element-unexpected/,
  ],
  ['a text of a hundred megabytes', it => it.replace('2026-11-20', 'x'.repeat(100_000_000)), /xml-text-too-long/],
  ['an encoding that is none', it => it.replace('UTF-8', 'EBCDIC-IT'), /encoding-unknown/],
  [
    'Latin letters said to be UTF-8',
    it => Buffer.from(it.replace(/(Poste|Comune di)/, 'Città'), 'latin1'),
    /encoding-wrong/,
  ],
  [
    'UTF-16 said to be UTF-8, without a mark',
    it => Buffer.from(it, 'utf16le').subarray(1),
    /encoding|xml-malformed|document/,
  ],
  ['half of it', it => it.slice(0, it.length / 2), /xml-malformed/],
  ['all but the last letter', it => it.trimEnd().slice(0, -1), /xml-malformed/],
  ['something after its end', it => `${it}<more/>`, /xml-malformed|document/],
  ['zeroes', () => Buffer.alloc(100_000), /xml-malformed|encoding/],
  ['a web page', () => '<!DOCTYPE html><html><body>Accesso negato</body></html>', /document-type/],
  ['JSON', () => '{"fdr":"x"}', /xml-malformed/],
  ['noise', () => Buffer.from(Array.from({ length: 50_000 }, (_, n) => (n * 2_654_435_761) >>> 24)), /./],
  ['another document', () => `${head}<fattura/>`, /document-unknown/],
]

describe.each([
  ['report', aReport()],
  ['journal', aJournal()],
] as const)('a %s', (kind, right) => {
  it('that is right is taken', async () => {
    expect(await refusal(readers[kind](right))).toBeNull()
  })
  it.each(broken)('%s: refused with words', async (_name, of, code) => {
    expect(await refusal(readers[kind](of(right)))).toMatch(code)
  })
})

it.each([
  ['a zip that is none', () => Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(1000, 7)]), /zip-damaged/],
  ['half a zip', () => zipOf({ 'a.xml': aJournal() }).subarray(0, 400), /zip-damaged/],
  ['a zip without XML', () => zipOf({ 'a.txt': 'x' }), /zip-without-xml/],
  [
    'a bomb: hundreds of megabytes in a few kilobytes',
    () => zipOf({ 'a.xml': Buffer.alloc(300_000_000, 32) }),
    /zip-too-large/,
  ],
  [
    'too many files',
    () => zipOf(Object.fromEntries(Array.from({ length: 600 }, (_, n) => [`${n}.xml`, 'x']))),
    /zip-too-large/,
  ],
])('%s: refused with words', async (_name, content, code) => {
  expect(await refusal(readers.journal(content()))).toMatch(code)
})

it('500 MB of a report: refused within bounds', async () => {
  const script = `
    import { readReportXml } from './reconciliation/readers/report-xml.ts'
    import { aReport } from './reconciliation/samples/report.ts'
    const text = aReport()
    const end = '</datiSingoliPagamenti>'
    const begins = text.indexOf('<datiSingoliPagamenti>')
    const many = Buffer.from(text.slice(begins, text.indexOf(end) + end.length).repeat(2_000))
    let sent = 0
    let peak = 0
    async function* stream() {
      yield Buffer.from(text.slice(0, begins))
      for (; sent < 500_000_000; sent += many.length) {
        // Not the system's own high-water mark: a child begins with that of whoever started it.
        peak = Math.max(peak, process.memoryUsage.rss())
        yield many
      }
    }
    let code = 'taken'
    try {
      for await (const _ of readReportXml(stream()));
    } catch (error) { code = error.code }
    console.log(JSON.stringify({ code, sent, megabytes: peak / 2 ** 20 }))`
  const told = await output('node', ['--import', 'tsx', '--input-type=module', '-e', script])
  const { code, sent, megabytes } = JSON.parse(told)
  expect(code).toBe('file-too-long')
  expect(sent).toBeLessThan(210_000_000)
  expect(megabytes).toBeLessThan(700)
})

function output(program: string, args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    let told = ''
    child.stdout.on('data', chunk => (told += chunk))
    child.on('error', reject)
    child.on('close', () => resolve(told))
  })
}
