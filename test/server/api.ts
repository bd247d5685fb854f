import { createHmac, randomBytes, randomUUID } from 'node:crypto'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

import type { Client } from '@temporalio/client'

import { openAnswerDesk } from '../../server/acts/await-answer.ts'
import { startCheckpoints } from '../../server/audit/checkpoint-runner.ts'
import type { Checkpoints } from '../../server/audit/checkpoint-runner.ts'
import type { Role } from '../../server/api/common.ts'
import { createApp } from '../../server/app.ts'
import type { Deps } from '../../server/deps.ts'
import { startImportRunner } from '../../server/imports/create-cases.ts'
import type { ImportRunner } from '../../server/imports/create-cases.ts'
import { startRestartRunner } from '../../server/restarts/runner.ts'
import type { RestartRunner } from '../../server/restarts/runner.ts'
import { createLog } from '../../server/http/log.ts'
import { createHttpServer } from '../../server/http/serve.ts'
import { createOidc } from '../../server/sign-in/oidc.ts'
import { newServiceToken } from '../../server/sign-in/service-token.ts'
import { createSessions } from '../../server/sign-in/sessions.ts'
import { membership, office, serviceToken } from '../../db/schema/municipalities.ts'
import { person } from '../../db/schema/people.ts'
import { aTown } from '../db/fixtures.ts'
import { freshDatabase } from '../support/database.ts'
import type { FreshDatabase } from '../support/database.ts'

const secret = 'a-secret-for-tests-of-32-letters'

type TestDeps = Deps & { imports: ImportRunner; restarts: RestartRunner; checkpoints: Checkpoints | null }

/** The whole API on a port of its own over a database of its own; each answer is held against its contract. */
export interface Api {
  origin: string
  database: FreshDatabase
  deps: TestDeps
  town: string
  otherTown: string
  stop(): Promise<void>
  /** A signed-in person with these roles in the first town (or the one given). */
  signIn(...roles: { role: Role; office?: string; town?: string }[]): Promise<Browser>
  token(scopes?: string[], town?: string): Promise<string>
}

export interface Browser {
  personId: string
  name: string
  cookie: string
  get(path: string, headers?: Record<string, string>): Promise<Answer>
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
}

export interface Answer {
  status: number
  // eslint-disable-next-line -- tests read answers freely
  body: any
  text: string
  headers: Headers
}

export async function startApi(
  options: {
    temporal?: () => Promise<Client>
    issuer?: string
    clientSecret?: string
    acr?: string[]
    rehearsal?: boolean
    limits?: Partial<Deps['config']['limits']>
    checkpoints?: NonNullable<Deps['config']['checkpoints']>
    consoleDir?: string
  } = {},
): Promise<Api> {
  const database = await freshDatabase()
  const server = createHttpServer((request, response) => app(request, response))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const publicUrl = new URL(`http://127.0.0.1:${port}`)
  const deps = depsOf(database, publicUrl, options)
  const app = createApp(deps)
  const [town, otherTown] = [await aTown(database.db, 'Ripalta'), await aTown(database.db, 'Madignano')]
  await addOffices(database, [town, otherTown])
  return {
    origin: publicUrl.origin,
    database,
    deps,
    town,
    otherTown,
    stop: () => stopAll(server, deps, database),
    signIn: (...roles) => signIn(database, publicUrl.origin, town, roles),
    token: (scopes = ['cases', 'receipts', 'payments'], of = town) => addToken(database, of, scopes),
  }
}

function depsOf(
  database: FreshDatabase,
  publicUrl: URL,
  options: {
    temporal?: () => Promise<Client>
    issuer?: string
    clientSecret?: string
    acr?: string[]
    rehearsal?: boolean
    limits?: Partial<Deps['config']['limits']>
    checkpoints?: NonNullable<Deps['config']['checkpoints']>
    consoleDir?: string
  },
): TestDeps {
  const log = createLog(process.env['TEST_LOG'] ?? 'silent', 'test')
  const now = () => new Date().toISOString()
  const issuer = new URL(options.issuer ?? 'http://127.0.0.1:9')
  const clientSecret = options.clientSecret ?? 'secret'
  const oidc = { issuer, clientId: 'iter-console', clientSecret, acr: options.acr ?? [] }
  return {
    config: {
      databaseUrl: database.appUrl,
      temporal: { address: 'none', namespace: 'default' },
      masterKey: database.masterKey.toString('base64'),
      listen: { host: '127.0.0.1', port: 0 },
      publicUrl,
      trustedProxies: 0,
      limits: { signInsPerMinute: 1000, casesPerMinute: 1000, unknownPerMinute: 1000, ...options.limits },
      consoleDir: options.consoleDir ?? 'no-such-folder',
      checkpoints: options.checkpoints ?? null,
      rehearsal: options.rehearsal ?? true,
      checkAnswers: true,
      oidc,
      sessionSecret: secret,
      logLevel: 'silent',
    },
    db: database.db,
    keys: database.keys,
    log,
    sessions: createSessions({ databaseUrl: database.appUrl, secret, https: false }),
    oidc: createOidc({ ...oidc, redirectUri: new URL('/auth/callback', publicUrl).href }),
    imports: startImportRunner({ db: database.db, keys: database.keys, log, now }),
    restarts: startRestartRunner({ db: database.db, log, now }),
    answers: openAnswerDesk(database.db, database.appUrl, () => undefined),
    checkpoints: options.checkpoints ? startCheckpoints({ db: database.db, log, now }, options.checkpoints) : null,
    temporal: options.temporal ?? (() => Promise.reject(new Error('no Temporal in this test'))),
    now,
  }
}

async function stopAll(server: Server, deps: TestDeps, database: FreshDatabase): Promise<void> {
  server.closeAllConnections()
  await new Promise(resolve => server.close(resolve))
  await deps.imports.stop()
  await deps.restarts.stop()
  await deps.checkpoints?.stop()
  await deps.answers.stop()
  await deps.sessions.end()
  await database.drop()
}

async function addOffices(database: FreshDatabase, towns: string[]): Promise<void> {
  for (const town of towns) {
    await database.db.withTenants([town], tx =>
      tx.insert(office).values([
        { municipalityId: town, code: 'scuola', name: 'Ufficio scuola' },
        { municipalityId: town, code: 'diete', name: 'Ufficio diete', confidential: true },
      ]),
    )
  }
}

async function signIn(
  database: FreshDatabase,
  origin: string,
  town: string,
  roles: { role: Role; office?: string; town?: string }[],
): Promise<Browser> {
  const name = `Persona ${randomBytes(3).toString('hex')}`
  const [made] = await database.db.global(tx =>
    tx
      .insert(person)
      .values({ subject: randomUUID(), name, email: `${randomUUID()}@example.org` })
      .returning(),
  )
  for (const { role, office: officeCode, town: of } of roles) {
    const municipalityId = of ?? town
    await database.db.withTenants([municipalityId], tx =>
      tx.insert(membership).values({ municipalityId, personId: made!.id, role, officeCode: officeCode ?? null }),
    )
  }
  const cookie = await sessionCookie(database, made!.id, new Date().toISOString())
  return { personId: made!.id, name, cookie, ...browserOf(origin, cookie) }
}

/** A session as express-session stores and signs it. */
export async function sessionCookie(database: FreshDatabase, personId: string, at: string): Promise<string> {
  const sid = randomBytes(24).toString('base64url')
  const expires = new Date(Date.now() + 1_800_000)
  const sess = {
    cookie: { originalMaxAge: 1_800_000, expires: expires.toISOString(), httpOnly: true, path: '/', sameSite: 'lax' },
    signedIn: { person: personId, at },
  }
  await database.asSuperuser('insert into session (sid, sess, expire) values ($1, $2, $3)', [
    sid,
    JSON.stringify(sess),
    expires,
  ])
  const signature = createHmac('sha256', secret).update(sid).digest('base64').replace(/=+$/, '')
  return `iter-sid=${encodeURIComponent(`s:${sid}.${signature}`)}`
}

function browserOf(origin: string, cookie: string): Pick<Browser, 'get' | 'send'> {
  const own = { Cookie: cookie, Origin: origin, 'Sec-Fetch-Site': 'same-origin', 'X-Iter-Request': '1' }
  return {
    get: (path, headers = {}) => request(origin + path, { headers: { Cookie: cookie, ...headers } }),
    send: (method, path, body, headers = {}) =>
      request(origin + path, {
        method,
        headers: {
          ...own,
          ...(body instanceof FormData ? {} : { 'Content-Type': 'application/json' }),
          'Idempotency-Key': randomUUID(),
          ...headers,
        },
        body: body instanceof FormData ? body : JSON.stringify(body ?? {}),
      }),
  }
}

export async function request(url: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url, { redirect: 'manual', ...init })
  const text = await response.text()
  const json = /[/+]json/.test(response.headers.get('content-type') ?? '')
  return { status: response.status, body: json ? JSON.parse(text) : null, text, headers: response.headers }
}

/** As a front office calls. */
export function bearer(origin: string, token: string) {
  const authorization = { Authorization: `Bearer ${token}` }
  return {
    get: (path: string) => request(origin + path, { headers: authorization }),
    post: (path: string, body: unknown, key: string = randomUUID()) =>
      request(origin + path, {
        method: 'POST',
        headers: { ...authorization, 'Content-Type': 'application/json', 'Idempotency-Key': key },
        body: JSON.stringify(body),
      }),
  }
}

async function addToken(database: FreshDatabase, town: string, scopes: string[]): Promise<string> {
  const { token, hash } = newServiceToken(town)
  const expiresAt = new Date(Date.now() + 86_400_000).toISOString()
  await database.db.withTenants([town], tx =>
    tx.insert(serviceToken).values({ municipalityId: town, name: 'Portale', hash, scopes, expiresAt }),
  )
  return token
}
