import { spawn } from 'node:child_process'
import { pathToFileURL } from 'node:url'
import { freePort, pause } from '../sandbox/process.ts'
import type { Database } from './services.ts'
import { programOf } from './throughput/side.ts'

/** Signs the sessions of those who measure. */
export const sessionSecret = 'a-secret-that-signs-measured-sessions'

export interface Program {
  stop: () => Promise<void>
}

/** One of Iter's own programs (`server/main`), as an installation runs it. */
export function startProgram(module: string, env: Record<string, string>): Program & { hasEnded: () => boolean } {
  const watch = pathToFileURL(programOf('../../sandbox/with-parent')).href
  const child = spawn(process.execPath, [...process.execArgv, '--import', watch, programOf(`../../${module}`)], {
    // The channel tells the child when this process is gone, however it ended.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, LOG_LEVEL: 'error', ...env },
  })
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()))
  return {
    hasEnded: () => child.exitCode !== null,
    stop: async () => {
      child.kill('SIGTERM')
      const kill = setTimeout(() => child.kill('SIGKILL'), 5_000)
      await ended
      clearTimeout(kill)
    },
  }
}

/** The API; nobody signs in during a measurement, so that no provider need be there. */
export async function startServer(
  { urls, masterKey }: Database,
  temporal: string,
): Promise<Program & { origin: string }> {
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const program = startProgram('server/main', {
    DATABASE_URL: urls.app,
    TEMPORAL_ADDRESS: temporal,
    ITER_MASTER_KEY: masterKey.toString('base64'),
    ITER_PORT: String(port),
    ITER_PUBLIC_URL: origin,
    ITER_CASES_PER_MINUTE: '10000',
    OIDC_ISSUER: 'http://127.0.0.1:9',
    OIDC_CLIENT_ID: 'bench',
    OIDC_CLIENT_SECRET: 'bench',
    SESSION_SECRET: sessionSecret,
  })
  const isUp = () =>
    fetch(`${origin}/healthz/live`).then(
      response => response.ok,
      () => false,
    )
  for (let tries = 0; !(await isUp()); tries += 1) {
    if (tries > 600 || program.hasEnded()) throw new Error('The server does not start')
    await pause(200)
  }
  return { origin, stop: program.stop }
}

/** What a browser sends along. */
export const browserHeaders = (origin: string, cookie: string): Record<string, string> => ({
  Cookie: cookie,
  Origin: origin,
  'Sec-Fetch-Site': 'same-origin',
  'X-Iter-Request': '1',
})
