import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const townSchema = z.object({
  municipalityId: z.string(),
  code: z.string(),
  name: z.string(),
  token: z.string(),
  audience: z.string(),
  recipient: z.string(),
  schools: z.array(z.object({ code: z.string(), name: z.string(), classes: z.array(z.string()) })),
})

const settingsSchema = z.object({ baseUrl: z.string(), towns: z.array(townSchema) })

/** A town whose front office this page plays. */
export type FrontOfficeTown = z.infer<typeof townSchema>
export type FrontOffice = z.infer<typeof settingsSchema>

/** What the seed wrote for this page; null before it has run. */
export function readFrontOffice(dataDir: string): FrontOffice | null {
  const file = join(dataDir, 'front-office.json')
  return existsSync(file) ? settingsSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : null
}

export const createdSchema = z.object({ id: z.string(), number: z.string(), receivedAt: z.string() })

export const caseSchema = z.object({
  id: z.string(),
  number: z.string(),
  receivedAt: z.string(),
  status: z.string(),
  protocol: z.string().nullish(),
  outcome: z.string().nullish(),
  updatedAt: z.string().nullish(),
  expects: z.array(z.string()).default([]),
  payments: z
    .array(z.object({ nav: z.string(), cents: z.int(), dueDate: z.string().nullish(), state: z.string() }))
    .default([]),
})

export const documentsSchema = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      kind: z.string(),
      protocol: z.string().nullish(),
      createdAt: z.string(),
    }),
  ),
})

/** A refusal of the API (RFC 9457), as far as this page shows it. */
const problemSchema = z.object({
  title: z.string().default('Errore'),
  detail: z.string().optional(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).default([]),
})

export type Problem = z.infer<typeof problemSchema>
export type OwnCase = z.infer<typeof caseSchema>
export type OwnDocument = z.infer<typeof documentsSchema>['items'][number]
export type Asked<T> = { value: T } | { problem: Problem }

interface Ask {
  baseUrl: string
  token: string
  path: string
  /** Sent by POST when present. */
  body?: unknown
  idempotencyKey?: string
}

/** Calls the API with the front office's token and reads the answer by its schema. */
export async function ask<T>(request: Ask, schema: z.ZodType<T>): Promise<Asked<T>> {
  const response = await fetchApi(request)
  if (!response) return { problem: unreachable(request.baseUrl) }
  const body: unknown = await response.json().catch(() => null)
  const read = response.ok ? schema.safeParse(body) : null
  if (read?.success) return { value: read.data }
  const problem = problemSchema.safeParse(body)
  return { problem: problem.success ? problem.data : { title: `Risposta inattesa (${response.status})`, errors: [] } }
}

/** The raw answer, for documents; null when the API cannot be reached. */
export async function fetchApi({ baseUrl, token, path, body, idempotencyKey }: Ask): Promise<Response | null> {
  const headers = {
    authorization: `Bearer ${token}`,
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
  }
  const init = body === undefined ? { headers } : { headers, method: 'POST', body: JSON.stringify(body) }
  return fetch(`${baseUrl}/api/v1${path}`, { ...init, signal: AbortSignal.timeout(15_000) }).catch(() => null)
}

function unreachable(baseUrl: string): Problem {
  return { title: 'Iter non risponde', detail: `Nessuna risposta da ${baseUrl}: è avviato?`, errors: [] }
}
