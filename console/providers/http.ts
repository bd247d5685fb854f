/** RFC 9457, as our API writes it. */
export interface Problem {
  title?: string
  detail?: string
  kind?: string
  errors?: { path: string; message: string }[]
}

/** What a call can fail with. react-admin reads `status` and `body.errors`. */
export class ApiError extends Error {
  readonly status: number
  readonly body: { kind: string; errors: Record<string, string> }

  constructor(message: string, status: number, kind: string, errors: Record<string, string> = {}) {
    super(message)
    this.name = 'ApiError'
    this.status = status
    this.body = { kind, errors }
  }
}

export interface Request {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  body?: unknown
  signal?: AbortSignal | undefined
  /** Makes an act safe to send twice; one is made when the caller gives none. */
  key?: string | undefined
  revision?: number
  /** Told the status of an answer that is no failure: 200 and 201 may mean different things. */
  onStatus?: (status: number) => void
}

/** `fetch`, as far as it is used here. */
export type Send = (url: string, init: RequestInit) => Promise<Response>

export type Http = <T>(path: string, request?: Request) => Promise<T>

/**
 * The one way to the server. Throws ApiError: `body.errors` maps a field's path to its message,
 * `body.kind` is the problem's kind, status 0 means that the server was not reached.
 */
export const createHttp =
  (send: Send, base = '/api/v1'): Http =>
  async (path, request = {}) => {
    const options = toInit(request)
    const response = await reach(send, base + path, options, request.method ?? 'GET')
    const text = await response.text()
    const json = text === '' ? null : parse(text)
    if (!response.ok) throw toError(response.status, json)
    request.onStatus?.(response.status)
    return json
  }

const toInit = ({ method = 'GET', body, signal, key, revision }: Request): RequestInit => {
  const headers = new Headers({ Accept: 'application/json', 'X-Iter-Request': '1' })
  const isForm = body instanceof FormData
  if (body !== undefined && !isForm) headers.set('Content-Type', 'application/json')
  if (method !== 'GET') headers.set('Idempotency-Key', key ?? newKey())
  if (revision !== undefined) headers.set('If-Match', `"${revision}"`)
  const init: RequestInit = { method, headers, credentials: 'same-origin' }
  if (body !== undefined) init.body = isForm ? body : JSON.stringify(body)
  if (signal) init.signal = signal
  return init
}

/** An act whose answer was lost is sent once more with the same key: the server does it once. */
const reach = async (send: Send, url: string, init: RequestInit, method: string): Promise<Response> => {
  try {
    return await send(url, init)
  } catch (cause) {
    if (init.signal?.aborted) throw cause
    try {
      if (method !== 'GET') return await send(url, init)
    } catch {
      // told below, as for a read
    }
    throw new ApiError('iter.error.unreachable', 0, 'unreachable')
  }
}

const parse = (text: string) => {
  try {
    return JSON.parse(text)
  } catch {
    return { title: text.slice(0, 200) }
  }
}

const toError = (status: number, problem: Problem | null) => {
  const errors = Object.fromEntries((problem?.errors ?? []).map(error => [error.path, error.message]))
  const message = problem?.detail ?? problem?.title ?? `HTTP ${status}`
  return new ApiError(message, status, problem?.kind ?? 'unknown', errors)
}

/** A UUID (version 4) for `Idempotency-Key`; `crypto.randomUUID` is missing on plain http outside localhost. */
export const newKey = (): string => {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  const hex = Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
  const variant = ((bytes[8] ?? 0) & 0x3f) | 0x80
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant.toString(16)}${hex.slice(18, 20)}-${hex.slice(20)}`
}

/** The server said no, rather than nothing at all or that it could not. */
export const wasAnswered = (error: unknown): boolean =>
  error instanceof ApiError ? error.status >= 400 && error.status < 500 : true

/** Field messages of a failed call, by path. */
export const fieldErrors = (error: unknown): Record<string, string> =>
  error instanceof ApiError ? error.body.errors : {}
