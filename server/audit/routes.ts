import { asc, eq } from 'drizzle-orm'

import type { Tx } from '../../db/client.ts'
import { verifyAudit as verifyChain } from '../../db/queries/verify-audit.ts'
import { auditEntry } from '../../db/schema/journals.ts'
import { membership } from '../../db/schema/municipalities.ts'
import { person } from '../../db/schema/people.ts'
import { auditChoices, exportAudit, exportAuditChain, exportCheckpoints, listAudit, verifyAudit } from '../api/audit.ts'
import type { Deps } from '../deps.ts'
import { refuse } from '../http/problem.ts'
import { ok, sendFile, staffRoute } from '../http/route.ts'
import type { Route } from '../http/route.ts'
import { loadNames } from '../reading/names.ts'
import { narrowed } from '../reading/towns.ts'
import { auditPage } from './audit-page.ts'
import { knownActions } from './audit-words.ts'
import { placesOf } from './checkpoint.ts'
import { recordRegisterExport } from './record-export.ts'
import { streamAuditCsv } from './export-csv.ts'
import { headOf, streamChain } from './stream-chain.ts'

const noCheckpoints = 'Questa installazione non scrive punti di controllo.'

const faults: Record<string, string> = {
  missing: 'Manca: la catena si interrompe qui.',
  unlinked: 'Non è collegata a quella che la precede.',
  altered: 'È stata cambiata dopo essere stata scritta.',
  'contradicts-checkpoint': 'Non corrisponde al punto di controllo esterno.',
}

export function auditRoutes(deps: Deps): Route[] {
  const { db, checkpoints, now } = deps
  return [
    staffRoute(listAudit, ({ query }, staff) => {
      const municipalities = narrowed(staff, 'audit.read', query.municipality)
      return db.withTenants(municipalities, async tx =>
        ok(await auditPage(tx, staff, { ...query, municipalities }, query)),
      )
    }),
    staffRoute(auditChoices, ({ query }, staff) => {
      const municipalities = narrowed(staff, 'audit.read', query.municipality)
      return db.withTenants(municipalities, async tx => ok({ actions: knownActions(), people: await staffOfTowns(tx) }))
    }),
    staffRoute(exportAudit, async ({ query, requestId }, staff) => {
      const { municipality, ...narrowing } = query
      staff.require('audit.read', municipality)
      const detail = { format: 'csv', ...narrowing }
      await recordRegisterExport(deps, staff, { municipality, right: 'audit.read', requestId, detail })
      const filter = { ...query, municipalities: [municipality] }
      return { status: 200 as const, stream: response => streamAuditCsv(response, { db, staff }, filter) }
    }),
    staffRoute(exportAuditChain, async ({ query: { municipality }, requestId }, staff) => {
      staff.require('audit.verify', municipality)
      const last = await db.withTenants([municipality], tx => headOf(tx, municipality))
      const detail = { format: 'ndjson' }
      await recordRegisterExport(deps, staff, { municipality, right: 'audit.verify', requestId, detail })
      return {
        status: 200 as const,
        stream: response => streamChain(response, { db, staff, now }, { municipality, last }),
      }
    }),
    staffRoute(exportCheckpoints, async ({ query }, staff) => {
      staff.require('audit.verify', query.municipality)
      const written = (await checkpoints?.of(query.municipality)) ?? refuse('not-found', noCheckpoints)
      const bytes = written.map(one => `${JSON.stringify(one)}\n`).join('')
      return sendFile({ bytes, mediaType: 'application/x-ndjson', name: 'punti-di-controllo.ndjson' })
    }),
    staffRoute(verifyAudit, async ({ body }, staff) => {
      staff.require('audit.verify', body.municipality)
      const written = (await checkpoints?.of(body.municipality)) ?? null
      const places = placesOf(written ?? [])
      return db.withTenants([body.municipality], async tx => {
        const verdict = await verifyChain(tx, body.municipality, places)
        const names = await loadNames(tx)
        const verified = verdict.ok ? verdict.entries : verdict.seq - 1
        return ok({
          municipality: names.municipality(body.municipality),
          entries: verified,
          intact: verdict.ok,
          from: await writtenAt(tx, 1),
          to: await writtenAt(tx, verified),
          covered: written && places.filter(({ seq }) => seq <= verified).length,
          firstBad: verdict.ok ? null : { seq: verdict.seq, why: faults[verdict.fault] ?? verdict.fault },
          lastHash: verdict.ok ? verdict.last.hash : null,
          checkedAt: now(),
        })
      })
    }),
  ]
}

/** Who belongs to the staff of the transaction's towns, by name. */
async function staffOfTowns(tx: Tx): Promise<{ id: string; name: string }[]> {
  return tx
    .selectDistinct({ id: person.id, name: person.name })
    .from(membership)
    .innerJoin(person, eq(person.id, membership.personId))
    .orderBy(asc(person.name), asc(person.id))
    .limit(5000)
}

/** When an entry of the transaction's one town was written. */
async function writtenAt(tx: Tx, seq: number): Promise<string | null> {
  const [entry] = await tx.select({ at: auditEntry.at }).from(auditEntry).where(eq(auditEntry.seq, seq))
  return entry?.at ?? null
}
