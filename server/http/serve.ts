import { STATUS_CODES, createServer } from 'node:http'
import type { RequestListener, Server } from 'node:http'
import type { Duplex } from 'node:stream'

import { toProblem } from './problem.ts'
import type { ProblemKind } from './problem.ts'

export interface Patience {
  /** Milliseconds for the headers, for the whole request, and between two requests on one connection. */
  headers: number
  request: number
  idle: number
  /** How often slow senders are looked for. */
  lookEvery: number
}

const ordinary: Patience = { headers: 10_000, request: 120_000, idle: 5_000, lookEvery: 5_000 }
const largestHeaders = 16 * 1024

/** The HTTP server under the app: who sends slowly, or no HTTP at all, is told so as a problem and let go. */
export function createHttpServer(app: RequestListener, patience: Patience = ordinary): Server {
  const server = createServer(
    {
      maxHeaderSize: largestHeaders,
      headersTimeout: patience.headers,
      requestTimeout: patience.request,
      keepAliveTimeout: patience.idle,
      connectionsCheckingInterval: patience.lookEvery,
    },
    app,
  )
  server.maxHeadersCount = 100
  server.on('clientError', (error, socket) => {
    const code = 'code' in error ? error.code : ''
    if (code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
    if (code === 'HPE_HEADER_OVERFLOW') return answer(socket, 'headers-too-large')
    return answer(socket, code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 'too-slow' : 'malformed')
  })
  return server
}

function answer(socket: Duplex, kind: ProblemKind): void {
  // Nobody has read so far as to give this request an id.
  const problem = toProblem(kind, '00000000-0000-0000-0000-000000000000')
  const body = JSON.stringify(problem)
  const headers = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ]
  socket.end(`${headers.join('\r\n')}\r\n\r\n${body}`)
}
