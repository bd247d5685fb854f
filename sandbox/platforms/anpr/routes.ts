import type { Request } from 'express'
import { z } from 'zod'
import { openJournal } from '../journal.ts'
import type { Keys } from '../keys.ts'
import { createService, explain, formOf, jsonOf, type Answer, type Service, type Witness } from '../service.ts'
import { anomaly, answer, type Anomaly } from './answers.ts'
import { checkCall } from './call-check.ts'
import { createPdnd, createUsedIds, voucherSeconds, type Pdnd } from './pdnd.ts'
import { anprCodes, anprServices, type AnprCode } from './services.ts'

const requestSchema = z.object({
  idOperazioneClient: z.string().regex(/^\d{1,30}$/, 'must be numeric'),
  criteriRicerca: z.object({ codiceFiscale: z.string().length(16) }),
  datiRichiesta: z.object({
    dataRiferimentoRichiesta: z.iso.date(),
    motivoRichiesta: z.string().min(1).max(100),
    casoUso: z.string(),
  }),
})

const operationSchema = z.object({
  client: z.string(),
  id: z.string(),
  status: z.int(),
  body: z.looseObject({ idOperazioneANPR: z.string() }),
})

type Operation = z.infer<typeof operationSchema>

/** The answers given so far: an operation with a known number gets its first answer again. */
interface Operations {
  answered: (client: string, id: string) => Operation | undefined
  /** The highest number a client has used. */
  last: (client: string) => bigint
  /** The registry's own number of the next operation. */
  nextId: () => string
  keep: (operation: Operation) => void
}

/** PDND's token endpoint and the e-services of ANPR behind it. */
export function createAnpr(file: string, keys: Keys, witness: Witness, now: () => Date): Service {
  const operations = openOperations(file)
  const pdnd = createPdnd(keys, now)
  const guard = { pdnd, usedIds: createUsedIds(now), now }
  const service = createService('anpr', witness)
  service.on('post', '/token.oauth2', 'token', request => token(pdnd, request))
  for (const code of anprCodes) {
    const { path } = anprServices[code]
    service.on('get', `${path}/status`, 'status', () => ({ status: 200, body: { status: 200, title: 'OK' } }))
    service.on('post', `${path}/anpr-service-e002`, code, async request => {
      const check = await checkCall(request, anprServices[code], guard)
      if ('refusal' in check) return unauthorized(check.refusal)
      return query(operations, code, check.client.clientId, request)
    })
  }
  return service
}

async function token(pdnd: Pdnd, request: Request): Promise<Answer> {
  const form = formOf(request)
  if (form.get('grant_type') !== 'client_credentials') return tokenProblem('grant_type is not client_credentials')
  if (form.get('client_assertion_type') !== 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer') {
    return tokenProblem('client_assertion_type is not jwt-bearer')
  }
  const issued = await pdnd.issue(form.get('client_assertion') ?? '')
  if ('refusal' in issued) return tokenProblem(issued.refusal)
  return {
    status: 200,
    headers: { 'cache-control': 'no-cache, no-store' },
    body: { access_token: issued.voucher, token_type: 'Bearer', expires_in: voucherSeconds },
  }
}

function query(operations: Operations, code: AnprCode, client: string, request: Request): Answer {
  const parsed = requestSchema.safeParse(jsonOf(request))
  if (!parsed.success) return rejected(operations, anomaly('EN101', 'E', explain(parsed.error).slice(0, 240)))
  const id = parsed.data.idOperazioneClient
  const before = operations.answered(client, id)
  if (before) return { status: before.status, body: before.body, key: id }
  if (BigInt(id) < operations.last(client)) {
    const text = "idOperazioneClient sconosciuto e inferiore all'ultimo inviato"
    return { ...rejected(operations, anomaly('EN118', 'E', text)), key: id }
  }
  const operation = { client, id, ...outcome(operations, code, parsed.data) }
  operations.keep(operation)
  const effect = { kind: 'query' as const, id: operation.body.idOperazioneANPR }
  return { status: operation.status, body: operation.body, key: id, effect }
}

function outcome(
  operations: Operations,
  code: AnprCode,
  asked: z.infer<typeof requestSchema>,
): Pick<Operation, 'status' | 'body'> {
  const idOperazioneANPR = operations.nextId()
  if (asked.datiRichiesta.casoUso !== code) {
    const wrong = anomaly('EN102', 'E', `casoUso ${asked.datiRichiesta.casoUso} non previsto da questo servizio`)
    return { status: 400, body: { idOperazioneANPR, listaErrori: [wrong] } }
  }
  const found = answer(code, asked.criteriRicerca.codiceFiscale)
  if ('error' in found) return { status: 404, body: { idOperazioneANPR, listaErrori: [found.error] } }
  const anomalies = found.anomalies.length > 0 ? { listaAnomalie: found.anomalies } : {}
  return { status: 200, body: { idOperazioneANPR, listaSoggetti: { datiSoggetto: found.subjects }, ...anomalies } }
}

/** A request that is no operation: its number stays free. */
function rejected(operations: Operations, error: Anomaly): Answer {
  return { status: 400, body: { idOperazioneANPR: operations.nextId(), listaErrori: [error] } }
}

function openOperations(file: string): Operations {
  const journal = openJournal(file, operationSchema)
  const answered = new Map<string, Operation>()
  const last = new Map<string, bigint>()
  const note = (operation: Operation): void => {
    answered.set(`${operation.client}/${operation.id}`, operation)
    last.set(operation.client, BigInt(operation.id))
  }
  for (const operation of journal.entries) note(operation)
  return {
    answered: (client, id) => answered.get(`${client}/${id}`),
    last: client => last.get(client) ?? -1n,
    nextId: () => String(7_000_000_000 + journal.entries.length),
    keep: operation => {
      journal.append(operation)
      note(operation)
    },
  }
}

function tokenProblem(detail: string): Answer {
  const body = {
    type: 'about:blank',
    status: 400,
    title: 'Bad Request',
    detail,
    errors: [{ code: '015-0008', detail }],
  }
  return { status: 400, body, headers: { 'content-type': 'application/problem+json' } }
}

function unauthorized(title: string): Answer {
  const body = { title, status: 401, listaErrori: [anomaly('EN401', 'E', title)] }
  return { status: 401, body, headers: { 'content-type': 'application/problem+json' } }
}
