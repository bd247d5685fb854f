import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { sandboxConfig } from '../../sandbox/config.ts'
import { aFolder } from './support.ts'

const dataDir = aFolder()

/** A port with six free ones after it, as far as anybody can know. */
async function aBasePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise(resolve => server.close(resolve))
  return port > 60_000 ? port - 1000 : port
}

function start(env: Record<string, string>): ChildProcess {
  return fork(join(__dirname, '../../sandbox/main.ts'), {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, NODE_ENV: '', SANDBOX_DATA_DIR: dataDir, OIDC_CLIENT_SECRET: 'secret', ...env },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
}

/** Starts the process; again when somebody took one of its ports in the meantime. */
async function started(tries = 3): Promise<{ child: ChildProcess; ready: any }> {
  const child = start({ SANDBOX_BASE_PORT: String(await aBasePort()) })
  const first: any = await Promise.race([once(child, 'message'), once(child, 'exit')])
  if (first[0]?.ready) return { child, ready: first[0] }
  if (tries === 1) throw new Error('The sandbox did not start.')
  return started(tries - 1)
}

it('runs as a process, says when it is ready, ends with its parent', async () => {
  const { child, ready } = await started()
  expect(ready).toMatchObject({ ready: true, urls: { control: expect.any(String), staff: expect.any(String) } })
  const healthy = await fetch(`${ready.urls.control}/healthz`)
  expect(await healthy.json()).toEqual({ status: 'ok' })
  const discovery: any = await (await fetch(`${ready.urls.staff}/.well-known/openid-configuration`)).json()
  expect(discovery.issuer).toBe(ready.urls.staff)
  child.disconnect()
  expect(await once(child, 'exit')).toEqual([0, null])
}, 60_000)

it('says what is wrong with its environment, one line each', () => {
  const wrong = { NODE_ENV: 'production', SANDBOX_BASE_PORT: 'eighty' }
  expect(() => sandboxConfig(wrong)).toThrow(/NODE_ENV[\s\S]*SANDBOX_BASE_PORT[\s\S]*OIDC_CLIENT_SECRET/)
})

it('gives every listener its port, counted from the first', () => {
  const config = sandboxConfig({
    OIDC_CLIENT_SECRET: 'x',
    SANDBOX_BASE_PORT: '9001',
    ITER_PUBLIC_URL: 'http://127.0.0.1:9000',
  })
  expect(config.ports).toEqual({
    control: 9001,
    staff: 9002,
    io: 9003,
    pagopa: 9004,
    anpr: 9005,
    spid: 9006,
    register: 9007,
  })
  expect(config.console?.redirectUri).toBe('http://127.0.0.1:9000/auth/callback')
})
