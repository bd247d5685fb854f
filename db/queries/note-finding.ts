import { and, eq, sql } from 'drizzle-orm'
import type { JsonObject } from '../../engine/json.ts'
import type { Tx } from '../client.ts'
import { consistencyFinding } from '../schema/consistency.ts'
import type { FindingKind } from '../schema/consistency.ts'
import { noteChange } from './note-change.ts'

export interface Finding {
  municipality: string
  kind: FindingKind
  /** What it is about; with kind and town, its identity. */
  subject: string
  caseId: string | null
  detail: JsonObject
}

/** Repairs in a row after which a finding that comes back is a person's. */
const mostRepairs = 3

const which = ({ municipality, kind, subject }: Omit<Finding, 'caseId' | 'detail'>) =>
  and(
    eq(consistencyFinding.municipalityId, municipality),
    eq(consistencyFinding.kind, kind),
    eq(consistencyFinding.subject, subject),
  )

/** False when repairing it has been tried often enough without it staying away. */
export async function mayRepair(tx: Tx, finding: Omit<Finding, 'caseId' | 'detail'>): Promise<boolean> {
  const [known] = await tx.select().from(consistencyFinding).where(which(finding))
  return known === undefined || known.repairs < mostRepairs
}

/** Writes what was found, or that it was found again. A repaired one that is found again begins anew. */
export async function noteFinding(
  tx: Tx,
  { municipality, kind, subject, caseId, detail }: Finding,
  { runId, repaired }: { runId: string; repaired: boolean },
): Promise<void> {
  const t = consistencyFinding
  const state = repaired ? 'repaired' : 'open'
  const settledAt = repaired ? sql`now()` : null
  const known = { state, caseId, detail, runId, seenAt: sql`now()`, settledAt } as const
  await tx
    .insert(t)
    .values({ municipalityId: municipality, kind, subject, ...known, repairs: repaired ? 1 : 0, foundAt: sql`now()` })
    .onConflictDoUpdate({
      target: [t.municipalityId, t.kind, t.subject],
      set: {
        ...known,
        repairs: repaired ? sql`${t.repairs} + 1` : t.repairs,
        foundAt: sql`case when ${t.state} = 'open' then ${t.foundAt} else now() end`,
      },
    })
  await noteChange(tx, { municipality, resource: 'check', resourceId: subject })
}
