import { randomUUID } from 'node:crypto'

import { urlOf } from '../../server/api/openapi.ts'
import type { Contract } from '../../server/api/contract.ts'
import { sessionCookie } from '../server/api.ts'
import type { Answer, Api } from '../server/api.ts'
import { roles } from './rights-answers.ts'
import type { Call } from './rights-table.ts'

/** The headers by which somebody is known; none for nobody. */
export type Caller = Record<string, string>

export type Callers = Record<string, Caller>

/** Staff of the first town as the table of rights tells them apart. */
export async function staffCallers(api: Api): Promise<Callers> {
  const callers: Callers = { nobody: {} }
  for (const role of roles) {
    const office = role === 'clerk' ? { office: 'scuola' } : {}
    const elsewhere = roles.map(one => ({ role: one, town: api.otherTown }))
    callers[role] = { Cookie: (await api.signIn({ role, ...office })).cookie }
    callers[`${role}, everything elsewhere`] = { Cookie: (await api.signIn({ role, ...office }, ...elsewhere)).cookie }
  }
  callers['clerk of another office'] = { Cookie: (await api.signIn({ role: 'clerk', office: 'diete' })).cookie }
  const { personId } = await api.signIn({ role: 'supervisor' })
  const before = new Date(Date.now() - 12 * 3_600_000).toISOString()
  callers['expired session'] = { Cookie: await sessionCookie(api.database, personId, before) }
  const left = await api.signIn({ role: 'supervisor' })
  await api.database.asSuperuser('update person set active = false where id = $1', [left.personId])
  callers['person who has left'] = { Cookie: left.cookie }
  return callers
}

/** One person of the other town for each role. */
export async function strangers(api: Api): Promise<Callers> {
  const callers: Callers = {}
  for (const role of roles) callers[role] = { Cookie: (await api.signIn({ role, town: api.otherTown })).cookie }
  return callers
}

/** Programs, each with a token of another kind. */
export async function serviceCallers(api: Api, portal: string): Promise<Callers> {
  const of = (token: string): Caller => ({ Authorization: `Bearer ${token}` })
  const ended = async (column: string): Promise<Caller> => {
    const token = await api.token()
    await api.database.asSuperuser(
      `update service_token set ${column} = now() - interval '1 minute'
       where created_at = (select max(created_at) from service_token)`,
    )
    return of(token)
  }
  return {
    'the portal itself': of(portal),
    'another portal of the town': of(await api.token()),
    'another town’s portal': of(await api.token(['cases', 'receipts', 'payments'], api.otherTown)),
    'without the scope': of(await api.token([])),
    revoked: await ended('revoked_at'),
    expired: await ended('expires_at'),
    'made up': of(`iter_${api.town}_${'A'.repeat(43)}`),
  }
}

/** Calls an operation as somebody. A stream is left as soon as it has begun. */
export async function callAs(api: Api, caller: Caller, operation: Contract, call: Call): Promise<Answer> {
  const path = urlOf(operation).replaceAll(/\{(\w+)\}/g, (_all, name: string) =>
    encodeURIComponent(call.params?.[name] ?? ''),
  )
  const query = call.query ? `?${new URLSearchParams(call.query).toString()}` : ''
  const isForm = call.body instanceof FormData
  const ending = new AbortController()
  const response = await fetch(api.origin + path + query, {
    method: operation.method.toUpperCase(),
    redirect: 'manual',
    signal: ending.signal,
    headers: {
      ...(operation.method === 'get' ? {} : { Origin: api.origin, 'X-Iter-Request': '1' }),
      ...(isForm || operation.method === 'get' ? {} : { 'Content-Type': 'application/json' }),
      'Idempotency-Key': randomUUID(),
      ...caller,
    },
    body: call.body instanceof FormData ? call.body : call.body ? JSON.stringify(call.body) : null,
  })
  const { status, headers } = response
  if (headers.get('content-type')?.startsWith('text/event-stream')) {
    ending.abort()
    return { status, headers, text: '', body: null }
  }
  const text = await response.text()
  const body = /[/+]json/.test(headers.get('content-type') ?? '') ? JSON.parse(text) : null
  return { status, headers, text, body }
}
