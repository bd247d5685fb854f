import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

import { startApi } from './api.ts'
import type { Api } from './api.ts'

const program = 'export const words = "parole"'
let api: Api

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'iter-console-'))
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Iter</title>')
  writeFileSync(join(folder, 'assets', 'index-1.js'), program)
  writeFileSync(join(folder, 'assets', 'index-1.js.gz'), gzipSync(program))
  writeFileSync(join(folder, 'assets', 'index-2.js'), program)
  api = await startApi({ consoleDir: folder })
})
afterAll(() => api.stop())

const get = (name: string, encoding: string) =>
  fetch(`${api.origin}/assets/${name}`, { headers: { 'Accept-Encoding': encoding } })

describe('the console’s files', () => {
  it('travel packed to whoever can unpack them, as what they are, and stay in the browser', async () => {
    const answer = await get('index-1.js', 'gzip, br')
    expect(answer.headers.get('content-encoding')).toBe('gzip')
    expect(answer.headers.get('content-type')).toMatch(/^text\/javascript/)
    expect(answer.headers.get('vary')).toContain('Accept-Encoding')
    expect(answer.headers.get('cache-control')).toContain('immutable')
    expect(await answer.text()).toBe(program)
  })

  it.each([
    ['index-1.js', 'identity'],
    ['index-2.js', 'gzip'],
  ])('travel as they are otherwise: %s for %s', async (name, encoding) => {
    const answer = await get(name, encoding)
    expect(answer.headers.get('content-encoding')).toBeNull()
    expect(await answer.text()).toBe(program)
  })
})
