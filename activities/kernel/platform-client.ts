import type { z } from 'zod'
import { failPoint } from '../../db/fail-points.ts'
import { withinTime } from './deadline.ts'
import type { Counterpart, Guard } from './guard.ts'
import { type CallDescription, connectionError, malformed, statusError } from './platform-errors.ts'

/** One call. `answers` lists the statuses the operation understands; every other one becomes an error by the house's rules. */
export interface PlatformCall<A extends Record<number, z.ZodType>> {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Appended to the base URL. */
  path: string
  headers?: Record<string, string>
  /** Sent as it stands: the caller serialises, so that digests and signatures cover these very bytes. */
  body?: string
  /** True when doing it twice would be seen outside and the platform cannot tell: a lost answer is then `unknown-outcome`. */
  unrepeatable?: boolean
  /** What a 4xx that is not listed means; `refused` when not given. */
  rejected?: 'misconfigured'
  answers: A
}

export type PlatformAnswer<A extends Record<number, z.ZodType>> = {
  [S in keyof A & number]: { status: S; body: z.output<A[S]> }
}[keyof A & number]

export interface PlatformClient {
  /** @throws OperationError */
  call<A extends Record<number, z.ZodType>>(call: PlatformCall<A>): Promise<PlatformAnswer<A>>
}

export interface PlatformClientOptions {
  counterpart: Counterpart
  baseUrl: string
  guard: Guard
  signal: AbortSignal
  /** Milliseconds for one call, within what `signal` leaves. */
  timeoutMs: number
  /** How long to wait for a slot or a token; 0 in the local lane. */
  patience: number
  correlation: string
}

export function createPlatformClient(options: PlatformClientOptions): PlatformClient {
  return {
    call: call =>
      options.guard.run(options.counterpart, () => send(options, call), {
        patience: options.patience,
        signal: options.signal,
      }),
  }
}

async function send<A extends Record<number, z.ZodType>>(
  options: PlatformClientOptions,
  call: PlatformCall<A>,
): Promise<PlatformAnswer<A>> {
  const about: CallDescription = {
    platform: options.counterpart.platform,
    call: `${call.method} ${pathPattern(call.path)}`,
    unrepeatable: call.unrepeatable ?? false,
    rejected: call.rejected ?? 'refused',
  }
  failPoint('call:send')
  let answer: { response: Response; text: string }
  try {
    answer = await withinTime(options.timeoutMs, [options.signal], signal => ask(options, call, signal))
  } catch (error) {
    throw connectionError(error, about)
  }
  failPoint('call:answer')
  return read(answer.response, answer.text, call.answers, about)
}

async function ask<A extends Record<number, z.ZodType>>(
  { baseUrl, correlation }: PlatformClientOptions,
  call: PlatformCall<A>,
  signal: AbortSignal,
): Promise<{ response: Response; text: string }> {
  const response = await fetch(`${baseUrl.replace(/\/$/, '')}${call.path}`, {
    method: call.method,
    headers: {
      accept: 'application/json',
      'x-correlation-id': correlation,
      ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...call.headers,
    },
    redirect: 'error',
    signal,
    ...(call.body === undefined ? {} : { body: call.body }),
  })
  return { response, text: await response.text() }
}

function read<A extends Record<number, z.ZodType>>(
  response: Response,
  text: string,
  answers: A,
  about: CallDescription,
): PlatformAnswer<A> {
  const schema = answers[response.status]
  if (schema === undefined) throw statusError(response.status, text, response.headers.get('retry-after'), about)
  const parsed = schema.safeParse(json(text))
  if (!parsed.success) throw malformed(about, parsed.error)
  const answer = { status: response.status, body: parsed.data }
  if (!isAnswerOf(answers, answer)) throw new Error('unreachable: the schema was found by this status')
  return answer
}

/** The body was parsed by the schema of its status: what the mapped type says, which a number known at run time cannot show. */
function isAnswerOf<A extends Record<number, z.ZodType>>(
  answers: A,
  answer: { status: number; body: unknown },
): answer is PlatformAnswer<A> {
  return answers[answer.status] !== undefined
}

function json(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The path without query and without segments that hold digits: fiscal codes and numbers never go into errors. */
function pathPattern(path: string): string {
  const [bare = ''] = path.split('?')
  return bare
    .split('/')
    .map(segment => (/^v\d$/.test(segment) || !/\d/.test(segment) ? segment : '{…}'))
    .join('/')
}
