import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import express, { type Express, type Request, type Response } from 'express'
import type { z } from 'zod'
import type { Fault, Faults } from './faults.ts'
import type { Effect, Ledger, PlatformName } from './ledger.ts'

/** What a handler answers. The service around it writes the ledger and applies the faults. */
export interface Answer {
  status: number
  body?: unknown
  /** Instead of a JSON body. */
  text?: { type: string; content: string }
  /** A file, as it is. */
  bytes?: Buffer
  headers?: Record<string, string>
  effect?: Effect
  /** The natural key of the call, for the ledger. */
  key?: string
}

export type Handler = (request: Request) => Answer | Promise<Answer>
export type Method = 'get' | 'post' | 'put' | 'delete'

export interface Service {
  app: Express
  on: (method: Method, path: string, call: string, handler: Handler) => void
}

export interface Witness {
  ledger: Ledger
  faults: Faults
  /** Aborted when the sandbox closes: slow answers stop waiting. */
  closing: AbortSignal
}

export interface Listening {
  url: string
  close: () => Promise<void>
}

/** A platform over HTTP: each call is witnessed in the ledger and may meet a fault. */
export function createService(platform: PlatformName, witness: Witness): Service {
  const app = createApp()
  return {
    app,
    on: (method, path, call, handler) => {
      app[method](path, (request, response) =>
        serve({ platform, call: `${platform}.${call}`, handler, witness }, request, response),
      )
    },
  }
}

/** An express application that keeps bodies as the bytes that came, so that digests can be checked. */
export function createApp(): Express {
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.use((request, response, next) => {
    // Another site's page must not act here through somebody's browser. Programs send no such header.
    if (request.method === 'GET' || request.get('sec-fetch-site') !== 'cross-site') next()
    else response.status(403).type('text').send('Cross-site request refused.')
  })
  app.use(express.raw({ type: () => true, limit: '4mb' }))
  return app
}

/** Listens on the loopback address; port 0 takes any free one. A port in use rejects with EADDRINUSE. */
export function listen(app: Express, port: number): Promise<Listening> {
  const server = createServer(app)
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve({ url: `http://127.0.0.1:${portOf(server.address())}`, close: () => stop(server) })
    })
  })
}

/** The bytes of the request. */
export function bodyOf(request: Request): Buffer {
  return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
}

/** The body as JSON; undefined when it is not JSON, which no schema accepts. */
export function jsonOf(request: Request): unknown {
  try {
    return JSON.parse(bodyOf(request).toString('utf8'))
  } catch {
    return undefined
  }
}

/** The fields of an HTML form. */
export function formOf(request: Request): URLSearchParams {
  return new URLSearchParams(bodyOf(request).toString('utf8'))
}

/** A parameter of the path, '' when the route has none of that name. */
export function pathParam(request: Request, name: string): string {
  const value = request.params[name]
  return typeof value === 'string' ? value : ''
}

/** A parameter of the query, undefined when absent or repeated. */
export function queryParam(request: Request, name: string): string | undefined {
  const value = request.query[name]
  return typeof value === 'string' ? value : undefined
}

/** Problem details as the national platforms write them. */
export function problem(status: number, title: string, detail: string): Answer {
  return { status, body: { title, status, detail }, headers: { 'content-type': 'application/problem+json' } }
}

/** The first faults of a value, for a problem's detail. */
export function explain(error: z.ZodError): string {
  return error.issues
    .slice(0, 5)
    .map(issue => `${issue.path.join('.') || 'body'}: ${issue.message}`)
    .join('; ')
}

export function send(response: Response, answer: Answer): void {
  response.status(answer.status)
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value)
  if (answer.text) response.type(answer.text.type).send(answer.text.content)
  else if (answer.bytes) response.type('application/octet-stream').send(answer.bytes)
  else if (answer.body === undefined) response.end()
  else response.json(answer.body)
}

interface Call {
  platform: PlatformName
  call: string
  handler: Handler
  witness: Witness
}

async function serve(call: Call, request: Request, response: Response): Promise<void> {
  const { faults, ledger, closing } = call.witness
  const before = faults.take(call.platform, call.call, ['down', 'slow', 'rate-limited', 'error'])
  if (before?.kind === 'slow') await sleep((before.seconds ?? 10) * 1000, null, { signal: closing }).catch(() => null)
  const refusal = before ? refusalOf(before) : null
  const cut = before?.kind === 'down'
  const answer = refusal ?? (cut ? null : await run(call.handler, request))
  const after = answer?.effect ? faults.take(call.platform, call.call, ['answer-lost']) : null
  const garbled = answer && !refusal ? faults.take(call.platform, call.call, ['malformed']) : null
  const lost = cut || after !== null
  const fault = before ?? after ?? garbled
  ledger.record({
    platform: call.platform,
    call: call.call,
    method: request.method,
    path: request.path,
    correlation: request.get('x-correlation-id') ?? null,
    key: answer?.key ?? request.get('idempotency-key') ?? null,
    status: lost || !answer ? null : answer.status,
    ...(fault && { fault: fault.kind }),
    ...(answer?.effect && { effect: answer.effect }),
  })
  if (lost || !answer) request.socket.destroy()
  else send(response, garbled ? garble(answer) : answer)
}

async function run(handler: Handler, request: Request): Promise<Answer> {
  try {
    return await handler(request)
  } catch (error) {
    // A fault of the sandbox itself: say so where a developer looks, answer like a broken platform.
    console.error(error)
    return problem(500, 'Internal Server Error', 'The sandbox failed: see its output.')
  }
}

function refusalOf(fault: Fault): Answer | null {
  if (fault.kind === 'error') return problem(500, 'Internal Server Error', 'Fault set on the sandbox.')
  if (fault.kind !== 'rate-limited') return null
  const limited = problem(429, 'Too Many Requests', 'Rate limit exceeded. Try again later.')
  return { ...limited, headers: { ...limited.headers, 'retry-after': String(Math.ceil(fault.seconds ?? 2)) } }
}

function garble(answer: Answer): Answer {
  const whole = answer.text?.content ?? JSON.stringify(answer.body ?? {})
  const half = whole.slice(0, Math.ceil(whole.length / 2))
  return { ...answer, text: { type: answer.text?.type ?? 'application/json', content: `${half}\u0000<!` } }
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address ? address.port : 0
}

function stop(server: ReturnType<typeof createServer>): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
