import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import express from 'express'

import { readDeclaration } from '../../server/accessibility/facts.ts'
import type { DeclarationFacts } from '../../server/accessibility/facts.ts'
import { accessibilityPage, accessibilityPath } from '../../server/accessibility/page.ts'

const demo = 'sandbox/demo/accessibility.json'

async function pageOf(facts: DeclarationFacts | undefined, language?: string, header = 'it'): Promise<string> {
  const app = express()
  app.get(accessibilityPath, accessibilityPage(facts, 'https://iter.example.it'))
  const server = app.listen(0)
  try {
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : 0
    const url = `http://127.0.0.1:${port}${accessibilityPath}${language ? `?lang=${language}` : ''}`
    return await (await fetch(url, { headers: { 'accept-language': header } })).text()
  } finally {
    server.close()
  }
}

describe('the accessibility statement', () => {
  it('has every part of AgID’s model, with what the body declared', async () => {
    const page = await pageOf(readDeclaration(demo))
    for (const part of [
      'Consorzio dimostrativo si impegna',
      'legge 9 gennaio 2004, n. 4',
      'https://iter.example.it',
      'Stato di conformità',
      'parzialmente conforme',
      'Contenuti non accessibili',
      'Redatta il 15/09/2026 con autovalutazione',
      'mailto:accessibilita@consorzio.example',
      'Difensore civico per il digitale',
      'Test di usabilità effettuati: no',
      'Dipendenti con disabilità nell’ente: 0',
    ])
      expect(page).toContain(part)
    expect(page).toMatch(/<html lang="it">/)
  })

  it('is there in English, by the address or by the browser', async () => {
    const facts = readDeclaration(demo)
    expect(await pageOf(facts, 'en')).toContain('partially conformant')
    expect(await pageOf(facts, undefined, 'en-GB')).toContain('<html lang="en">')
    expect(await pageOf(facts, 'it', 'en-GB')).toContain('<html lang="it">')
  })

  it('says so when the body has declared nothing', async () => {
    expect(await pageOf(undefined)).toContain('non ha ancora redatto')
  })

  it('writes what the body typed as text', async () => {
    const facts = { ...readDeclaration(demo), body: 'Comune <b>"X"</b>' }
    expect(await pageOf(facts)).toContain('Comune &lt;b&gt;&quot;X&quot;&lt;/b&gt; si impegna')
  })

  it('is refused at the start when it says less than it must', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'iter-declaration-')), 'declaration.json')
    writeFileSync(file, JSON.stringify({ body: 'Comune' }))
    expect(() => readDeclaration(file)).toThrow(/conformity/)
  })
})
