import { z } from 'zod'
import type { Colleague } from './staff.ts'
import type { Story } from './stories.ts'

const casePage = z.object({
  status: z.string(),
  phase: z.string(),
  outcome: z.string().nullable(),
  sentence: z.object({ kind: z.string() }),
  document: z.object({ fare: z.object({ maximum: z.boolean() }).optional() }),
})
const payments = z.object({
  account: z
    .object({ balanceCents: z.number(), state: z.string(), entries: z.array(z.object({ reference: z.string() })) })
    .nullable(),
})

/** What a clerk sees of a case, as far as its end is told by it. */
export interface Seen {
  status: string
  phase: string
  kind: string
  outcome: string | null
  isMaximum: boolean
  balanceCents: number | null
  credits: string[]
}

export async function seenBy(colleague: Colleague, caseId: string): Promise<Seen | null> {
  const [page, paid] = await Promise.all([
    colleague.get(`/cases/${caseId}`),
    colleague.get(`/cases/${caseId}/payments`),
  ])
  if (page.status !== 200 || paid.status !== 200) return null
  const { status, phase, outcome, sentence, document } = casePage.parse(page.body)
  const { account } = payments.parse(paid.body)
  return {
    status,
    phase,
    outcome,
    kind: sentence.kind,
    isMaximum: document.fare?.maximum ?? false,
    balanceCents: account?.balanceCents ?? null,
    credits: account?.entries.map(entry => entry.reference) ?? [],
  }
}

/** Why the case is not yet where the seed says that it ends; empty when it is there. */
export function missingTo({ expected }: Story, seen: Seen): string[] {
  const faults: string[] = []
  const want = (what: string, found: unknown, wanted: unknown) => {
    if (found !== wanted) faults.push(`${what}: ${String(found)}, not ${String(wanted)}`)
  }
  want('outcome', seen.outcome, expected.outcome)
  want('over', seen.status !== 'running', expected.isOver)
  if (!expected.isOver) want('sentence', seen.kind, 'active')
  want('balance', seen.balanceCents, expected.balanceCents)
  want('credits', seen.credits.length, expected.payments)
  if (expected.outcome === 'approved') want('maximum fare', seen.isMaximum, expected.isMaximum)
  return faults
}
