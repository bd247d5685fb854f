import type { z } from 'zod'

import type { Action } from '../permissions.ts'

/** Who calls: a program with a service token, a person with a session, or anybody. */
export type Auth = 'token' | 'session' | 'public'

type Method = 'get' | 'post' | 'put' | 'delete'

/** Answers that are not JSON: a file to download or a stream of events. */
export interface FileAnswer {
  file: 'text/csv' | 'application/pdf' | 'application/octet-stream' | 'application/x-ndjson' | 'text/event-stream'
}

export type Answer = z.ZodType | FileAnswer | null

/**
 * One operation of the API as data. Routes, checks and the OpenAPI documents are made from it, so they cannot differ.
 * `path` is relative to /api/v1 and uses OpenAPI's braces.
 */
export interface Contract<
  Kind extends Auth = Auth,
  Params extends z.ZodObject = z.ZodObject,
  Query extends z.ZodObject = z.ZodObject,
  Body extends z.ZodType = z.ZodType,
  Answers extends Record<number, Answer> = Record<number, Answer>,
> {
  id: string
  method: Method
  path: string
  auth: Kind
  /** What the caller must be allowed to do; null when being signed in (or nobody) is enough. */
  action: Action | null
  /** Scope that a service token must carry. */
  scope?: Scope
  tag: string
  summary: string
  params?: Params
  query?: Query
  body?: Body
  /** The body carries files in base64: it may be large. */
  files?: true
  /** The body is a multipart form with one file, read by the handler. */
  upload?: true
  /** Every repeat with the same Idempotency-Key gets the first answer again. */
  idempotent?: true
  answers: Answers
}

export const scopes = ['cases', 'receipts', 'payments'] as const
export type Scope = (typeof scopes)[number]

/** Keeps the literal types of a contract's schemas. */
export function contract<
  Kind extends Auth,
  Params extends z.ZodObject,
  Query extends z.ZodObject,
  Body extends z.ZodType,
  Answers extends Record<number, Answer>,
>(definition: Contract<Kind, Params, Query, Body, Answers>): Contract<Kind, Params, Query, Body, Answers> {
  return definition
}
