import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A protocol register that can be switched off; it counts what it registered. */
export interface Register {
  baseUrl: string
  isDown: boolean
  /** Idempotency keys in the order of their registration. */
  registered: string[]
  stop(): Promise<void>
}

export async function aRegister(): Promise<Register> {
  const server = createServer((request, response) => {
    const answer = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    request.resume().on('end', () => {
      if (register.isDown) return answer(503, {})
      if (request.method === 'GET') return answer(200, { items: [] })
      register.registered.push(String(request.headers['idempotency-key']))
      return answer(201, {
        number: String(register.registered.length).padStart(7, '0'),
        year: 2026,
        date: '2026-11-22',
      })
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const register: Register = {
    baseUrl: `http://127.0.0.1:${port}`,
    isDown: false,
    registered: [],
    stop: () => new Promise(resolve => server.close(() => resolve())),
  }
  return register
}
