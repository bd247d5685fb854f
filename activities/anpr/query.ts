import { z } from 'zod'
import type { OperationContext } from '../kernel/context.ts'
import { OperationError, isOperationError } from '../kernel/operation-error.ts'
import type { PlatformSetting } from '../kernel/platform-settings.ts'
import { romeDate } from '../documents/format.ts'
import { type AnprService, integrityHeaders } from './modi-headers.ts'
import type { Vouchers } from './vouchers.ts'

/** Of RispostaE002OK, what we read. Everything is optional in the official description. */
const subject = z.object({
  generalita: z
    .object({ codiceFiscale: z.object({ codFiscale: z.string() }).partial() })
    .partial()
    .optional(),
  residenza: z
    .array(
      z
        .object({
          tipoIndirizzo: z.string(),
          indirizzo: z
            .object({ comune: z.object({ nomeComune: z.string(), codiceIstat: z.string() }).partial() })
            .partial(),
        })
        .partial(),
    )
    .optional(),
  infoSoggettoEnte: z.array(z.object({ chiave: z.string(), valore: z.string() }).partial()).optional(),
})
export type AnprSubject = z.output<typeof subject>

const found = z.object({
  idOperazioneANPR: z.string().optional(),
  listaSoggetti: z.object({ datiSoggetto: z.array(subject).optional() }).optional(),
})

const failed = z.object({
  idOperazioneANPR: z.string().optional(),
  listaErrori: z
    .array(z.object({ codiceErroreAnomalia: z.string(), testoErroreAnomalia: z.string() }).partial())
    .optional(),
})
type Failed = z.output<typeof failed>

const staleCode = 'anpr-number-passed'

/** What a question to the registry came to; no personal data but what the operation asked to compare. */
export interface AnprAnswer<T> {
  operationId: string
  /** Null: the registry does not know the person. */
  value: T | null
}

/**
 * Asks one e-service about a fiscal code, with the case's number as the reason, at the case's date. `read` takes what the step needs, and that alone is
 * kept in the ledger: the registry's answer itself is not.
 */
export async function askAnpr<T extends boolean | string | { [key: string]: string | boolean }>(
  { context, setting, vouchers }: { context: OperationContext; setting: PlatformSetting<'anpr'>; vouchers: Vouchers },
  question: { service: AnprService; fiscalCode: string; outcome: z.ZodType<T> },
  read: (subjects: AnprSubject[]) => T,
): Promise<AnprAnswer<T>> {
  const { service, fiscalCode } = question
  const request = {
    criteriRicerca: { codiceFiscale: fiscalCode },
    datiRichiesta: {
      dataRiferimentoRichiesta: romeDate(context.at),
      motivoRichiesta: context.caseNumber,
      casoUso: service,
    },
  }
  const outcome = z.object({ operationId: z.string(), value: question.outcome.nullable() })
  return context.numberedEffect({ name: service, request, outcome, staleCode }, async number => {
    const body = JSON.stringify({ idOperazioneClient: String(number), ...request })
    const answer = await send(context, { setting, vouchers, service }, body)
    if (answer.status !== 200) return { operationId: answer.body.idOperazioneANPR ?? '', value: null }
    return {
      operationId: answer.body.idOperazioneANPR ?? '',
      value: read(answer.body.listaSoggetti?.datiSoggetto ?? []),
    }
  })
}

async function send(
  context: OperationContext,
  { setting, vouchers, service }: { setting: PlatformSetting<'anpr'>; vouchers: Vouchers; service: AnprService },
  body: string,
) {
  const voucher = await vouchers.get(context, setting, service)
  try {
    const answer = await context.client('anpr', setting.baseUrl).call({
      method: 'POST',
      path: `${setting.settings.services[service].path}/anpr-service-e002`,
      headers: {
        authorization: `Bearer ${voucher.token}`,
        'agid-jwt-trackingevidence': voucher.evidence,
        ...(await integrityHeaders(setting, service, body)),
      },
      body,
      answers: { 200: found, 404: failed, 400: failed },
    })
    if (answer.status === 400) throw rejected(answer.body)
    return answer
  } catch (error) {
    if (isOperationError(error) && error.kind === 'misconfigured') vouchers.forget(context.municipality, service)
    throw error
  }
}

/** 400 of the registry: a number that it has gone past, or a request that it does not accept. */
function rejected(body: Failed): OperationError {
  const [error] = body.listaErrori ?? []
  const code = error?.codiceErroreAnomalia ?? ''
  const passed = code === 'EN118' || /inferiore all.ultimo/i.test(error?.testoErroreAnomalia ?? '')
  if (passed) {
    return new OperationError({
      kind: 'unavailable',
      code: staleCode,
      platform: 'anpr',
      message: 'ANPR ha già ricevuto richieste successive: la domanda viene ripetuta con un nuovo numero.',
      detail: code,
    })
  }
  return new OperationError({
    kind: 'refused',
    code: 'anpr-refused',
    platform: 'anpr',
    message: 'ANPR non accetta la richiesta: controllare il codice fiscale e i dati della pratica.',
    detail: code,
  })
}
