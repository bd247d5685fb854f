import type { Readable } from 'node:stream'

import type { Request, Response } from 'express'
import { z } from 'zod'

import type { Action } from '../permissions.ts'
import type { Answer, Contract, FileAnswer } from '../api/contract.ts'
import type { Service } from '../sign-in/service-token.ts'
import type { Staff } from '../sign-in/staff.ts'
import { readRequest, refuse } from './problem.ts'
import { illFormed, requireWellFormed } from './well-formed.ts'

/** A file to send; `name` makes the browser save it. */
export interface FileBody {
  bytes: Buffer | string
  mediaType: string
  name?: string
}

/** What a handler answers, held to the contract's statuses and schemas. */
export type Reply<Answers extends Record<number, Answer>> = AnyReply &
  {
    [Status in keyof Answers]: Answers[Status] extends z.ZodType
      ? { status: Status; body: z.input<Answers[Status]> }
      : Answers[Status] extends FileAnswer
        ? { status: Status; file: FileBody } | { status: Status; stream: (response: Response) => Promise<void> }
        : { status: Status }
  }[keyof Answers]

/** What a handler is given, already validated. */
export interface Call<Params, Query, Body> {
  params: Params
  query: Query
  body: Body
  /** The request's own id, for the log and the audit. */
  requestId: string
  /** The caller's `Idempotency-Key`; set on contracts that ask for it. */
  idempotencyKey: string
  /** Revision of `If-Match`, when given. */
  ifMatch: number | null
  now: string
  /** The raw request, for uploads and streams only. */
  stream: Readable & Request
}

interface Common {
  contract: Contract
}

export type AnyReply = {
  status: number
  body?: unknown
  file?: FileBody
  stream?: (response: Response) => Promise<void>
}

export type Route = Common &
  (
    | { auth: 'session'; run(raw: RawCall, staff: Staff): Promise<AnyReply> }
    | { auth: 'token'; run(raw: RawCall, service: Service): Promise<AnyReply> }
    | { auth: 'public'; run(raw: RawCall): Promise<AnyReply> }
  )

export interface RawCall {
  request: Request
  requestId: string
  now: string
}

type Handler<Params extends z.ZodObject, Query extends z.ZodObject, Body extends z.ZodType, Caller> = (
  call: Call<z.output<Params>, z.output<Query>, z.output<Body>>,
  caller: Caller,
) => Promise<AnyReply>

/** A route for a person of the staff; the action has been checked to be held somewhere, the handler narrows it to a town. */
export function staffRoute<
  P extends z.ZodObject,
  Q extends z.ZodObject,
  B extends z.ZodType,
  A extends Record<number, Answer>,
>(
  contract: Contract<'session', P, Q, B, A>,
  handle: (call: Call<z.output<P>, z.output<Q>, z.output<B>>, staff: Staff) => Promise<Reply<A>>,
): Route {
  const run = runner<P, Q, B, Staff>(contract, handle)
  return {
    contract,
    auth: 'session',
    run: (raw, staff) => {
      if (contract.action) requireSomewhere(staff, contract.action)
      return run(raw, staff)
    },
  }
}

/** A route for a program with a service token of one town. */
export function serviceRoute<
  P extends z.ZodObject,
  Q extends z.ZodObject,
  B extends z.ZodType,
  A extends Record<number, Answer>,
>(
  contract: Contract<'token', P, Q, B, A>,
  handle: (call: Call<z.output<P>, z.output<Q>, z.output<B>>, service: Service) => Promise<Reply<A>>,
): Route {
  const run = runner<P, Q, B, Service>(contract, handle)
  return {
    contract,
    auth: 'token',
    run: (raw, service) => {
      if (contract.scope && !service.scopes.includes(contract.scope))
        refuse('forbidden', 'La chiave non vale per questo uso.')
      return run(raw, service)
    },
  }
}

export function publicRoute<A extends Record<number, Answer>>(
  contract: Contract<'public', z.ZodObject, z.ZodObject, z.ZodType, A>,
  handle: () => Promise<Reply<A>>,
): Route {
  return { contract, auth: 'public', run: handle }
}

export const ok = <Body>(body: Body): { status: 200; body: Body } => ({ status: 200, body })
export const created = <Body>(body: Body): { status: 201; body: Body } => ({ status: 201, body })
export const accepted = <Body>(body: Body): { status: 202; body: Body } => ({ status: 202, body })
export const nothing: { status: 204 } = { status: 204 }

/** A file to show or save. */
export const sendFile = (file: FileBody): { status: 200; file: FileBody } => ({ status: 200, file })

function runner<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType, Caller>(
  contract: Pick<Contract<Contract['auth'], P, Q, B>, 'params' | 'query' | 'body' | 'idempotent'>,
  handle: Handler<P, Q, B, Caller>,
): (raw: RawCall, caller: Caller) => Promise<AnyReply> {
  return async ({ request, requestId, now }, caller) => {
    if (contract.body) requireWellFormed(request.body)
    if (contract.query) requireWellFormed(request.query)
    const call = {
      params: pathParams(contract.params, request.params),
      query: parsed(contract.query, request.query),
      body: parsed(contract.body, request.body),
      requestId,
      idempotencyKey: contract.idempotent ? idempotencyKey(request) : requestId,
      ifMatch: ifMatch(request),
      now,
      stream: request,
    }
    return handle(call, caller)
  }
}

function requireSomewhere(staff: Staff, action: Action): void {
  if (staff.townsFor(action).length === 0) refuse('forbidden')
}

/** A path that is not even an id names nothing: 404, not 422. */
function pathParams<S extends z.ZodObject>(schema: S | undefined, value: unknown): z.output<S>
function pathParams(schema: z.ZodObject | undefined, value: unknown): unknown {
  if (!schema) return {}
  if (illFormed(value).length > 0) return refuse('not-found')
  const result = schema.safeParse(value)
  return result.success ? result.data : refuse('not-found')
}

function parsed<S extends z.ZodType>(schema: S | undefined, value: unknown): z.output<S>
function parsed(schema: z.ZodType | undefined, value: unknown): unknown {
  return schema ? readRequest(schema, value) : {}
}

const key = z.guid()

function idempotencyKey(request: Request): string {
  const result = key.safeParse(request.get('idempotency-key'))
  if (!result.success) {
    refuse(
      'malformed',
      "Serve l'intestazione Idempotency-Key con un UUID: uno per ogni intenzione, lo stesso nelle ripetizioni.",
    )
  }
  return result.data.toLowerCase()
}

function ifMatch(request: Request): number | null {
  const match = /^(?:W\/)?"(\d{1,15})"$/.exec(request.get('if-match') ?? '')
  return match ? Number(match[1]) : null
}
