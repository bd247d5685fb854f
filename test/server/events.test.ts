import { bearer, startApi } from './api.ts'
import type { Api, Browser } from './api.ts'
import { aRequest, publishSample } from './procedure.ts'

let api: Api
beforeAll(async () => {
  api = await startApi()
  await publishSample(api.database)
})
afterAll(() => api.stop())

const file = async (town: string): Promise<string> => {
  const token = await api.token(['cases'], town)
  const filed = await bearer(api.origin, token).post('/api/v1/cases', {
    procedure: 'canteen-enrolment',
    request: aRequest(),
  })
  return filed.body.id
}

/** Reads the stream until the text is there; returns all that came. */
async function listen(browser: Browser, until: string, headers: Record<string, string> = {}, onOpen = async () => {}) {
  const abort = new AbortController()
  const response = await fetch(`${api.origin}/api/v1/events`, {
    headers: { Cookie: browser.cookie, ...headers },
    signal: abort.signal,
  })
  expect(response.headers.get('content-type')).toContain('text/event-stream')
  await onOpen()
  let text = ''
  const decoder = new TextDecoder()
  for await (const chunk of response.body!) {
    text += decoder.decode(chunk as Uint8Array)
    if (text.includes(until)) break
  }
  abort.abort()
  return text
}

describe('live events', () => {
  it('carry ids only, of the person’s own towns', async () => {
    const clerk = await api.signIn({ role: 'clerk', office: 'scuola' })
    const ids: string[] = []
    const open = async () => {
      ids.push(await file(api.otherTown), await file(api.town))
    }
    // The stream ends when the second case has come: reading on would wait for nothing.
    const text = await new Promise<string>((resolve, reject) => {
      const wait = async () => {
        let known = ''
        const read = await listen(clerk, 'event: change', {}, async () => {
          await open()
          known = ids[1]!
        })
        expect(read).toContain(known)
        return read
      }
      wait().then(resolve, reject)
    })
    expect(text).not.toContain(ids[0])
    expect(text).not.toContain('Rossi')
    expect(text).toMatch(/id: \d+-\d+\nevent: change\ndata: \{"resource":"cases","id":"[0-9a-f-]{36}","version":0\}/)
  }, 30_000)

  it('resume after the last one that was heard', async () => {
    const clerk = await api.signIn({ role: 'clerk', office: 'scuola' })
    const first = await listen(clerk, 'event: change', {}, async () => {
      await file(api.town)
    })
    const last = /id: (\d+-\d+)/.exec(first)![1]!
    const missed = await file(api.town)
    expect(await listen(clerk, missed, { 'Last-Event-ID': last })).toContain(missed)
  }, 30_000)
})
