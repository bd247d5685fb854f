import { z } from 'zod'
import { type Answer, call, type Journal, persist } from './journal.ts'

/** A member of staff at the console's API, signed in as a browser signs in. */
export interface Colleague {
  subject: string
  get: (path: string) => Promise<Answer>
  /** Sends until there is an answer, always under the same key; a pending act is asked after until it is settled. */
  act: (path: string, key: string, body: unknown) => Promise<Answer>
}

interface Options {
  apiUrl: string
  subject: string
  journal: Journal
  signal: AbortSignal
}

const pending = z.object({ state: z.literal('pending'), links: z.object({ self: z.string() }) })

export async function signIn({ apiUrl, subject, journal, signal }: Options): Promise<Colleague> {
  let cookie = await persistentSession(apiUrl, subject, signal)
  const again = async (send: () => Promise<Answer>): Promise<Answer> => {
    const answer = await persist(send, signal)
    if (answer.status !== 401) return answer
    cookie = await persistentSession(apiUrl, subject, signal)
    return persist(send, signal)
  }
  const get = (path: string) => again(() => call(`${apiUrl}/api/v1${path}`, { headers: { cookie } }))
  return {
    subject,
    get,
    act: async (path, key, body) => {
      const first = await again(async () => {
        const headers = {
          cookie,
          origin: apiUrl,
          'sec-fetch-site': 'same-origin',
          'x-iter-request': '1',
          'content-type': 'application/json',
          'idempotency-key': key,
        }
        const answer = await call(`${apiUrl}/api/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
        journal.note({ at: new Date().toISOString(), who: subject, what: path, key, status: answer.status })
        return answer
      })
      return settled(first, path => again(() => call(`${apiUrl}${path}`, { headers: { cookie } })), signal)
    },
  }
}

async function settled(first: Answer, ask: (path: string) => Promise<Answer>, signal: AbortSignal): Promise<Answer> {
  let answer = first
  for (;;) {
    const waiting = pending.safeParse(answer.body)
    if (!waiting.success) return answer
    signal.throwIfAborted()
    await new Promise(resolve => setTimeout(resolve, 500))
    answer = await ask(waiting.data.links.self)
  }
}

async function persistentSession(apiUrl: string, subject: string, signal: AbortSignal): Promise<string> {
  for (;;) {
    const cookie = await session(apiUrl, subject).catch(() => null)
    if (cookie !== null) return cookie
    signal.throwIfAborted()
    await new Promise(resolve => setTimeout(resolve, 500))
  }
}

/** The code flow, hop by hop: the console's API, the provider, its page where one says who one is, and back. */
async function session(apiUrl: string, subject: string): Promise<string | null> {
  const jar = new Map<string, string>()
  let url = `${apiUrl}/auth/login`
  let form: string | null = null
  for (let hops = 0; hops < 12; hops += 1) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const init = form === null ? {} : { method: 'POST', body: form }
    const type = form === null ? {} : { 'content-type': 'application/x-www-form-urlencoded' }
    const response = await fetch(url, { ...init, redirect: 'manual', headers: { cookie, ...type } })
    await response.arrayBuffer()
    for (const line of response.headers.getSetCookie()) keepCookie(jar, line)
    form = null
    const next = response.headers.get('location')
    if (next === null && url.includes('/interaction/')) {
      form = `subject=${encodeURIComponent(subject)}`
      continue
    }
    if (next === null) return null
    const isHome = url.includes('/auth/callback')
    url = new URL(next, url).href
    if (isHome) return url.includes('error=') ? null : `iter-sid=${jar.get('iter-sid') ?? ''}`
  }
  return null
}

function keepCookie(jar: Map<string, string>, line: string): void {
  const [pair = ''] = line.split(';')
  const at = pair.indexOf('=')
  jar.set(pair.slice(0, at), pair.slice(at + 1))
}
