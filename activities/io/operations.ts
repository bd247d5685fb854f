import { z } from 'zod'
import { storeMessage } from '../../db/queries/store-message.ts'
import { findTown } from '../../db/queries/find-town.ts'
import type { OperationContext } from '../kernel/context.ts'
import { implement } from '../kernel/implement.ts'
import { OperationError } from '../kernel/operation-error.ts'
import type { PlatformClient } from '../kernel/platform-client.ts'
import { sendMessageDeclaration } from './declarations.ts'

type Input = z.output<typeof sendMessageDeclaration.input>
type Channel = 'io' | 'email' | 'paper'

const profile = z.object({ sender_allowed: z.boolean() })
const problem = z.looseObject({}).nullable().catch(null)
const created = z.object({ id: z.string().min(1).max(64) })

/**
 * Tells the citizen something on IO, a courtesy and never a delivery in law. Whoever is not on IO, or has silenced the service, is reached otherwise:
 * that is an outcome, not a failure. A message whose answer was lost is never sent again by itself.
 */
export const sendMessage = implement(sendMessageDeclaration, async (context, input) => {
  const { baseUrl, secrets } = await context.setting('io')
  const client = context.client('io', baseUrl)
  const headers = { 'ocp-apim-subscription-key': secrets.subscriptionKey }
  const reason = await reasonNotToSend(client, headers, input.fiscalCode)
  if (reason !== null) {
    const reachedBy: Channel = input.email ? 'email' : 'paper'
    await keep(context, input, { channel: reachedBy, state: 'to-send', externalId: null })
    return { sent: false, reason, reachedBy }
  }
  const town = await context.transaction(tx => findTown(tx, context.municipality))
  const message = newMessage(input, town?.fiscalCode ?? '')
  const { id } = await context.effect({ request: message, outcome: created }, () => post(client, headers, message))
  await keep(context, input, { channel: 'io', state: 'accepted', externalId: id })
  return { sent: true, messageId: id, reachedBy: 'io' as const }
})

/** The rules of IO: ask for the profile before any message. */
async function reasonNotToSend(
  client: PlatformClient,
  headers: Record<string, string>,
  fiscalCode: string,
): Promise<'not-on-io' | 'sender-blocked' | null> {
  const body = JSON.stringify({ fiscal_code: fiscalCode })
  const answers = { 200: profile, 404: problem }
  const answer = await client.call({ method: 'POST', path: '/profiles', headers, body, answers })
  if (answer.status === 404) return 'not-on-io'
  return answer.body.sender_allowed ? null : 'sender-blocked'
}

async function post(
  client: PlatformClient,
  headers: Record<string, string>,
  message: ReturnType<typeof newMessage>,
): Promise<z.output<typeof created>> {
  const answer = await client.call({
    method: 'POST',
    path: '/messages',
    headers,
    body: JSON.stringify(message),
    unrepeatable: true,
    answers: { 201: created, 400: problem, 404: problem },
  })
  if (answer.status === 201) return answer.body
  throw new OperationError({
    kind: 'refused',
    code: 'io-refused',
    platform: 'io',
    message: 'IO non accetta il messaggio: controllare testo, importo massimo del servizio e dati dell’avviso.',
    detail: `POST /messages: HTTP ${answer.status}`,
  })
}

function newMessage({ fiscalCode, subject, body, payment }: Input, payee: string) {
  return {
    fiscal_code: fiscalCode,
    content: {
      subject,
      markdown: body,
      ...(payment
        ? {
            due_date: `${payment.dueDate}T22:00:00.000Z`,
            payment_data: {
              amount: payment.cents,
              notice_number: payment.nav,
              // Most debts stay payable after their date.
              invalid_after_due_date: payment.expires ?? false,
              payee: { fiscal_code: payee },
            },
          }
        : {}),
    },
  }
}

async function keep(
  context: OperationContext,
  { template, subject }: Input,
  { channel, state, externalId }: { channel: Channel; state: string; externalId: string | null },
): Promise<void> {
  await context.transaction(tx =>
    storeMessage(tx, {
      municipalityId: context.municipality,
      caseId: context.caseId,
      channel,
      template,
      subject,
      state,
      externalId,
      naturalKey: context.naturalKey,
      sentAt: channel === 'io' ? context.at : null,
    }),
  )
}
