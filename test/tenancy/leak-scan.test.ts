import { createScanner } from '../support/leak-scan.ts'
import { demoSecrets } from '../support/leak-sources.ts'

const secrets = [
  { what: 'name', value: 'Niccolò D’Amè' },
  { what: 'fiscal code', value: 'RSSNNA80A41F205O' },
  { what: 'address', value: 'Via Dante 12' },
]

const inside = (text: string) => `{"at":"2026-09-01","x":${text},"level":30}`
const asForm = (text: string) => new URLSearchParams({ q: text }).toString()
const escaped = (text: string) =>
  text.replaceAll(
    /[^\x20-\x7e]/g,
    one => String.raw`\u` + one.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0'),
  )

const ways: [string, (text: string) => string | Uint8Array][] = [
  ['as it is', text => text],
  ['in capitals', text => text.replaceAll(/[a-z]/g, one => one.toUpperCase())],
  ['in small letters', text => text.replaceAll(/[A-Z]/g, one => one.toLowerCase())],
  ['in JSON', text => inside(JSON.stringify(text))],
  ['in JSON of ASCII only', text => inside(`"${escaped(text)}"`)],
  ['in a path', text => `/people/${encodeURIComponent(text)}/cases`],
  ['in a form', asForm],
  ['in base64, at each of its three places', text => Buffer.from(text).toString('base64')],
  ['in base64, second', text => Buffer.from(`x${text} and more`).toString('base64')],
  ['in base64, third', text => Buffer.from(`xy${text}.`).toString('base64url')],
  ['in base64, in capitals', text => Buffer.from(`{"cf":"${text.toUpperCase()}"}`).toString('base64')],
  ['in hexadecimal, as PostgreSQL prints bytes', text => String.raw`\x00` + Buffer.from(text).toString('hex')],
  ['in UTF-16', text => Buffer.from(text, 'utf16le')],
  ['between bytes', text => Buffer.concat([Buffer.from([0, 255, 10]), Buffer.from(text), Buffer.from([7])])],
]

describe('the scanner', () => {
  it.each(ways)('finds each secret %s', (_way, write) => {
    for (const { what, value } of secrets) {
      const scanner = createScanner(secrets)
      scanner.look('log worker', write(value))
      expect(scanner.leaks().map(leak => leak.what)).toEqual(expect.arrayContaining([what]))
    }
  })

  it('finds nothing where nothing is, and says how much it looked at', () => {
    const scanner = createScanner(secrets)
    scanner.look('log worker', 'Via Dante 1, RSSNNA80A41F205, Niccolò')
    scanner.look('history case', new Uint8Array(10))
    expect(scanner.leaks()).toEqual([])
    expect(scanner.scanned()).toEqual({ log: expect.any(Number), history: 10 })
  })

  it('knows everybody of the demo, none by a word so short that it means anything', () => {
    const all = demoSecrets()
    for (const what of ['name of bianchi-chiara', 'fiscal code of bianchi-chiara', 'IBAN of 019081', 'name of g.riva'])
      expect(all.map(one => one.what)).toContain(what)
    for (const what of ['e-mail', 'telephone', 'address'])
      expect(all.map(one => one.what)).toContain(`${what} of bianchi-chiara`)
    const scanner = createScanner(all)
    scanner.look(
      'log x',
      'name=chiara.bianchi&tel=' + (all.find(one => one.what === 'telephone of bianchi-chiara')?.value ?? ''),
    )
    expect(new Set(scanner.leaks().map(leak => leak.what))).toEqual(
      new Set(['name of bianchi-chiara', 'telephone of bianchi-chiara']),
    )
  })
})
