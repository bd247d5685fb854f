import { appendFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'

/** What a client did and was answered, in its own file: a witness that no fault of ours can change. */
export interface Journal {
  note: (entry: Entry) => void
  entries: readonly Entry[]
}

export interface Entry {
  at: string
  who: string
  what: string
  /** Idempotency-Key, where the call carries one. */
  key: string | null
  /** 0: no answer. */
  status: number
}

export function openJournal(file: string): Journal {
  const entries: Entry[] = []
  return {
    entries,
    note: entry => {
      entries.push(entry)
      appendFileSync(file, `${JSON.stringify(entry)}\n`)
    },
  }
}

export interface Answer {
  status: number
  body: unknown
  headers: Headers
}

/** One call; status 0 when there was no whole answer. */
export async function call(url: string, init: RequestInit = {}): Promise<Answer> {
  try {
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(20_000), ...init })
    const text = await response.text()
    return { status: response.status, body: parsed(text), headers: response.headers }
  } catch {
    return { status: 0, body: null, headers: new Headers() }
  }
}

/** No answer, a server's fault, "too slow" or "slower": whoever wants something asks again, with the same key. */
const isTransient = (status: number): boolean => status === 0 || status === 408 || status === 429 || status >= 500

/** Calls until there is an answer that means something; gives up when `signal` is aborted. */
export async function persist(attempt: () => Promise<Answer>, signal: AbortSignal): Promise<Answer> {
  for (let wait = 100; ; wait = Math.min(3_000, wait * 2)) {
    const answer = await attempt()
    if (!isTransient(answer.status)) return answer
    signal.throwIfAborted()
    const asked = Number(answer.headers.get('retry-after') ?? 0) * 1_000
    await pause(Math.max(wait, Math.min(asked, 60_000)), undefined, { signal })
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
