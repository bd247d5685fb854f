import { z } from 'zod'
import { documentDigest } from '../../db/queries/document-digest.ts'
import { noteProtocol } from '../../db/queries/note-protocol.ts'
import type { OperationContext } from '../kernel/context.ts'
import { implement } from '../kernel/implement.ts'
import { OperationError } from '../kernel/operation-error.ts'
import type { PlatformClient } from '../kernel/platform-client.ts'
import { protocolDeclaration } from './declarations.ts'

const registration = z.object({ number: z.string(), year: z.int(), date: z.iso.date() })
type Registration = z.output<typeof registration>

const found = z.object({ items: z.array(registration) })

/**
 * Registers in the town's protocol. The products in use do not honour a key, so that only asking tells whether a number was given: after a lost
 * answer nobody asks before the register can have finished.
 */
export const protocol = implement(protocolDeclaration, async (context, input) => {
  const { baseUrl, secrets } = await context.setting('register')
  const client = context.client('register', baseUrl)
  const headers = { authorization: `Bearer ${secrets.token}` }
  const documents = input.documentId ? [await describe(context, input.documentId)] : []
  const request = { direction: input.direction, subject: input.subject, documents }
  const result = await context.effect(
    { request, outcome: registration, settleSeconds: 15 },
    key => create(client, { ...headers, 'idempotency-key': key }, JSON.stringify(request)),
    key => ask(client, headers, key),
  )
  const { documentId } = input
  if (documentId) {
    await context.transaction(tx =>
      noteProtocol(tx, context.municipality, documentId, `${result.number}/${result.year}`),
    )
  }
  return result
})

async function create(client: PlatformClient, headers: Record<string, string>, body: string): Promise<Registration> {
  const answers = { 200: registration, 201: registration }
  const answer = await client.call({ method: 'POST', path: '/protocol', headers, body, answers })
  return answer.body
}

/** The first number given under our key; a second one would be an error of the past that nobody can undo. */
async function ask(client: PlatformClient, headers: Record<string, string>, key: string): Promise<Registration | null> {
  const path = `/protocol?key=${encodeURIComponent(key)}`
  const answer = await client.call({ method: 'GET', path, headers, answers: { 200: found } })
  return answer.body.items[0] ?? null
}

async function describe(context: OperationContext, id: string): Promise<{ name: string; sha256: string }> {
  const document = await context.transaction(tx => documentDigest(tx, context.municipality, id))
  if (document !== null) return document
  throw new OperationError({
    kind: 'defect',
    code: 'document-missing',
    message: 'Il documento da protocollare non si trova: rigenerarlo o avvisare l’assistenza.',
  })
}
