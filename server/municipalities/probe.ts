import { z } from 'zod'

import { casesQueue, choreWorkflowId, choreWorkflowType } from '../../workflows/messages.ts'
import type { Deps } from '../deps.ts'

const patience = 15_000

/** Names of the chores that ask a platform whether it is there; what has none answers by itself. */
const chores: Record<string, string> = {
  register: 'probeRegister',
  anpr: 'probeAnpr',
  pagopa: 'probePagopa',
  io: 'probeIo',
}

/** A platform may be up and still refuse this town's key: `error` says so. */
const answer = z.union([
  z.boolean().transform(up => ({ up, error: null })),
  z.object({ up: z.boolean(), error: z.string().nullable() }),
])

/** "Prova collegamento": a worker asks the platform with this town's settings, exactly as a step would. */
export async function probe(
  deps: Deps,
  { municipality, platform, requestId }: { municipality: string; platform: string; requestId: string },
): Promise<{ ok: boolean; message: string }> {
  const chore = chores[platform]
  if (!chore) return { ok: true, message: 'Questa piattaforma non si chiama: verifichiamo le risposte che riceviamo.' }
  try {
    const client = await deps.temporal()
    const answers = await client.withDeadline(Date.now() + patience, () =>
      client.workflow.execute(choreWorkflowType, {
        workflowId: `${choreWorkflowId(municipality, chore)}/${requestId}`,
        taskQueue: casesQueue,
        args: [],
        workflowExecutionTimeout: patience,
      }),
    )
    const { up, error } = answer.parse(answers)
    if (!up) return { ok: false, message: `Non risponde${error ? ` (${error})` : ''}.` }
    return error
      ? { ok: false, message: `Risponde, ma non accetta la richiesta (${error}): controllare chiave e indirizzo.` }
      : { ok: true, message: 'Il collegamento funziona.' }
  } catch (error) {
    deps.log.warn({ err: error, platform }, 'the probe gave no answer')
    return { ok: false, message: 'Nessuna risposta in tempo utile: riprovare tra poco.' }
  }
}
