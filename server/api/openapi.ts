import { z } from 'zod'
import { createDocument } from 'zod-openapi'
import type { ZodOpenApiOperationObject, ZodOpenApiPathsObject, ZodOpenApiResponseObject } from 'zod-openapi'

import type { Answer, Contract } from './contract.ts'
import { id, problem } from './common.ts'
import { operations } from './operations.ts'

export type Audience = 'public' | 'console'

const basePath = '/api/v1'
const descriptions: Record<number, string> = {
  200: 'Fatto',
  201: 'Creato',
  202: 'Accettato: sarà fatto appena possibile',
  204: 'Fatto, senza contenuto',
}
const failures: Record<number, string> = {
  400: 'Domanda malformata',
  401: 'Non riconosciuto',
  403: 'Non permesso',
  404: 'Non trovato',
  409: 'Non più attuale',
  413: 'Troppo grande',
  415: 'Formato non previsto',
  422: 'Valori non validi',
  429: 'Troppe domande',
  503: 'Non disponibile',
}

/** The OpenAPI 3.1 document for front offices (bearer token) or for the console (session cookie). */
export function openApiDocument(audience: Audience): object {
  const chosen = operations.filter(one => audienceOf(one).includes(audience))
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: audience === 'public' ? 'Iter' : 'Iter, console',
      version: '1.0.0',
      description:
        audience === 'public'
          ? 'Un portale presenta domande, ne segue lo stato, manda integrazioni; i programmi del comune leggono lo stato dei pagamenti.'
          : 'Le operazioni della console del personale: non è una interfaccia per altri programmi.',
      termsOfService: 'https://developers.italia.it/it/note-legali',
      contact: { name: 'Iter', url: 'https://developers.italia.it', email: 'iter@example.org' },
      license: { name: 'EUPL-1.2', identifier: 'EUPL-1.2' },
      'x-summary': 'Domande e pratiche dei comuni',
      'x-api-id': `urn:iter:${audience}:v1`,
    },
    servers: [{ url: '/', description: 'Questa installazione' }],
    tags: [...new Set(chosen.map(one => one.tag))].map(name => ({ name })),
    paths: pathsOf(chosen),
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'Chiave del portale, data dal comune' },
        session: { type: 'apiKey', in: 'cookie', name: '__Host-sid' },
      },
    },
  })
}

/** Where the express route stands. `/status` and the like live at the root. */
export function urlOf(operation: Contract): string {
  return operation.auth === 'public' ? operation.path : basePath + operation.path
}

function audienceOf(operation: Contract): Audience[] {
  if (operation.auth === 'public') return ['public', 'console']
  return [operation.auth === 'token' ? 'public' : 'console']
}

function pathsOf(chosen: readonly Contract[]): ZodOpenApiPathsObject {
  const paths: ZodOpenApiPathsObject = {}
  for (const operation of chosen) {
    const url = urlOf(operation)
    paths[url] = { ...paths[url], [operation.method]: operationObject(operation) }
  }
  return paths
}

function operationObject(operation: Contract): ZodOpenApiOperationObject {
  const { params, query } = operation
  return {
    operationId: operation.id,
    summary: operation.summary,
    description: operation.summary,
    tags: [operation.tag],
    security: operation.auth === 'public' ? [] : [{ [operation.auth]: [] }],
    requestParams: {
      ...(params && { path: params }),
      ...(query && { query }),
      ...(operation.idempotent && { header: z.object({ 'Idempotency-Key': id }) }),
    },
    ...bodyOf(operation),
    responses: responsesOf(operation),
  }
}

function bodyOf(operation: Contract): Pick<ZodOpenApiOperationObject, 'requestBody'> {
  if (operation.upload) {
    const schema = z.strictObject({ municipality: id, procedure: z.string().max(80), file: z.file() })
    return { requestBody: { required: true, content: { 'multipart/form-data': { schema } } } }
  }
  if (!operation.body) return {}
  return { requestBody: { required: true, content: { 'application/json': { schema: operation.body } } } }
}

function responsesOf(operation: Contract): Record<string, ZodOpenApiResponseObject> {
  const responses: Record<string, ZodOpenApiResponseObject> = {}
  for (const [status, answer] of Object.entries(operation.answers)) {
    responses[status] = {
      description: descriptions[Number(status)] ?? 'Fatto',
      headers: rateHeaders,
      ...contentOf(answer),
    }
  }
  for (const status of failuresOf(operation)) {
    const failure = failureResponses[status]
    if (failure) responses[status] = failure
  }
  return responses
}

function contentOf(answer: Answer): object {
  if (answer === null) return {}
  if (answer instanceof z.ZodType) return { content: { 'application/json': { schema: answer } } }
  return { content: { [answer.file]: { schema: z.string().max(10_000_000) } } }
}

function failuresOf(operation: Contract): number[] {
  if (operation.auth === 'public') return [400, 429, 503]
  const { params, query, body, upload } = operation
  // A town that is not the caller's is not there, also when it is named in the query or the body.
  const own = params || namesTown(query) || namesTown(body) || upload ? [404] : []
  const content = body || upload ? [413, 415] : []
  const unsafe = operation.method === 'get' ? [] : [409, 415]
  const values = params || query || body || upload ? [422] : []
  return [...new Set([400, 401, 403, ...own, ...unsafe, ...content, ...values, 429, 503])].toSorted((a, b) => a - b)
}

const namesTown = (schema: z.ZodType | undefined): boolean =>
  schema instanceof z.ZodObject && 'municipality' in schema.shape

const rateHeader = (description: string) => ({
  description,
  schema: { type: 'integer' as const, format: 'int32', minimum: 0, maximum: 1_000_000 },
})

const rateHeaders = {
  'RateLimit-Limit': rateHeader('Quante domande nella finestra'),
  'RateLimit-Remaining': rateHeader('Quante ne restano'),
  'RateLimit-Reset': rateHeader('Secondi alla prossima finestra'),
}
const retryAfter = { 'Retry-After': rateHeader('Secondi da aspettare') }

/** Shared components: the same object each time, so that the document refers to it by name. */
const failureResponses: Record<string, ZodOpenApiResponseObject> = Object.fromEntries(
  Object.entries(failures).map(([status, description]) => [
    status,
    {
      id: `Problem${status}`,
      description,
      headers: status === '429' || status === '503' ? { ...rateHeaders, ...retryAfter } : rateHeaders,
      content: { 'application/problem+json': { schema: problem } },
    },
  ]),
)
