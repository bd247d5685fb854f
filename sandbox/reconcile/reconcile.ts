import { asc, eq } from 'drizzle-orm'
import type { Db, Tx } from '../../db/client.ts'
import { findCandidates } from '../../db/queries/reconciliation/find-candidates.ts'
import { payment } from '../../db/schema/payment-state.ts'
import { paymentFlow } from '../../db/schema/flows.ts'
import { treasuryEntry } from '../../db/schema/treasury.ts'
import { storedReasonWords } from '../../reconciliation/words.ts'
import type { Ownership } from '../../reconciliation/facts.ts'
import type { Input, Town } from './input.ts'
import type { Outcome } from './outcome.ts'
import { storePositions, storeTown } from './store-town.ts'
import { reportNow, type TakenFile, takeFiles } from './take-files.ts'

/** Reconciles a town's files in a town of its own in this database, and says how everything ends. */
export async function reconcile(db: Db, { town, positions, refusedRows, files }: Input): Promise<Outcome> {
  const municipalityId = await storeTown(db, town)
  await storePositions(db, { municipalityId, town }, positions)
  const taken = await takeFiles(db, { municipality: municipalityId, ownership: ownershipOf(town) }, files)
  return db.withTenants([municipalityId], async tx => ({
    format: 'iter-reconcile/1',
    town: { name: town.name, fiscalCode: town.fiscalCode },
    positions: { taken: positions.length, refused: refusedRows },
    files: await filesNow(tx, municipalityId, taken),
    entries: await entriesOf(tx, municipalityId),
    flows: await flowsOf(tx, municipalityId),
    payments: await paymentsOf(tx, municipalityId),
  }))
}

function ownershipOf({ fiscalCode, segregationCodes, applicationCodes, otherPartners }: Town): Ownership {
  return { fiscalCode, segregationCodes, otherPartners, ...(applicationCodes !== undefined && { applicationCodes }) }
}

/** Each file as it was taken; journals also as they stand now that all have come. */
async function filesNow(tx: Tx, municipality: string, taken: TakenFile[]): Promise<Outcome['files']> {
  const files: Outcome['files'] = []
  for (const { outcome, journal } of taken) {
    if (journal === null || outcome.journal === null) files.push(outcome)
    else files.push({ ...outcome, journal: { ...outcome.journal, now: await reportNow(tx, municipality, journal) } })
  }
  return files
}

async function entriesOf(tx: Tx, municipality: string): Promise<Outcome['entries']> {
  const e = treasuryEntry
  const rows = await tx
    .select()
    .from(e)
    .where(eq(e.municipalityId, municipality))
    .orderBy(asc(e.movedOn), asc(e.bank), asc(e.exercise), asc(e.number))
  const inError = rows.filter(row => row.class === 'error').map(row => row.id)
  const found = inError.length === 0 ? [] : await findCandidates(tx, municipality, inError)
  return rows.map(
    ({ id, bank, exercise, number, movedOn, cents, reversedCents, cause, code, rule, differenceCents, ...row }) => ({
      bank,
      exercise,
      number,
      movedOn,
      cents,
      reversedCents,
      cause,
      class: row.class,
      code,
      rule,
      reasons: row.reasons.map(storedReasonWords),
      differenceCents,
      candidates: found
        .filter(it => it.entry === id)
        .map(({ flowId, psp, totalCents, by }) => ({ flowId, psp, totalCents, by })),
    }),
  )
}

async function flowsOf(tx: Tx, municipality: string): Promise<Outcome['flows']> {
  const f = paymentFlow
  const columns = {
    flowId: f.flowId,
    psp: f.psp,
    flowAt: f.flowAt,
    state: f.state,
    status: f.status,
    regulationOn: f.regulationOn,
    totalCents: f.totalCents,
    creditedCents: f.creditedCents,
    reconciledOn: f.reconciledOn,
  }
  return tx
    .select(columns)
    .from(f)
    .where(eq(f.municipalityId, municipality))
    .orderBy(asc(f.regulationOn), asc(f.flowId), asc(f.psp), asc(f.flowAt))
}

async function paymentsOf(tx: Tx, municipality: string): Promise<Outcome['payments']> {
  const p = payment
  const columns = {
    iuv: p.iuv,
    cents: p.cents,
    dueOn: p.dueOn,
    receiptId: p.receiptId,
    paid: p.paid,
    reported: p.reported,
    reconciled: p.reconciled,
    missing: p.missing,
    code: p.code,
    duplicates: p.duplicates,
  }
  return tx.select(columns).from(p).where(eq(p.municipalityId, municipality)).orderBy(asc(p.iuv))
}
