import { asc } from 'drizzle-orm'

import { verifyAudit as verifyChain } from '../../db/queries/verify-audit.ts'
import { auditEntry } from '../../db/schema/journals.ts'
import { exportAudit, exportAuditChain, exportCheckpoints, listAudit, verifyAudit } from '../api/audit.ts'
import type { Deps } from '../deps.ts'
import { toCsv } from '../http/csv.ts'
import { refuse } from '../http/problem.ts'
import { ok, sendFile, staffRoute } from '../http/route.ts'
import type { Route } from '../http/route.ts'
import { loadNames } from '../reading/names.ts'
import { narrowed } from '../reading/towns.ts'
import { auditPage, auditWhere, columns, readableEntry } from './audit-page.ts'
import { actionLabel } from './audit-words.ts'
import { placesOf } from './checkpoint.ts'
import { streamChain } from './stream-chain.ts'

const mostExported = 100_000

const noCheckpoints = 'Questa installazione non scrive punti di controllo.'

const faults: Record<string, string> = {
  missing: 'Manca: la catena si interrompe qui.',
  unlinked: 'Non è collegata a quella che la precede.',
  altered: 'È stata cambiata dopo essere stata scritta.',
  'contradicts-checkpoint': 'Non corrisponde al punto di controllo esterno.',
}

export function auditRoutes({ db, checkpoints, now }: Deps): Route[] {
  return [
    staffRoute(listAudit, ({ query }, staff) => {
      const municipalities = narrowed(staff, 'audit.read', query.municipality)
      return db.withTenants(municipalities, async tx =>
        ok(await auditPage(tx, staff, { ...query, municipalities }, query)),
      )
    }),
    staffRoute(exportAudit, ({ query }, staff) => {
      staff.require('audit.read', query.municipality)
      return db.withTenants([query.municipality], async tx => {
        const entries = await tx
          .select(columns)
          .from(auditEntry)
          .where(auditWhere({ municipalities: [query.municipality], from: query.from, to: query.to }))
          .orderBy(asc(auditEntry.seq))
          .limit(mostExported)
        const header = [
          'numero',
          'data',
          'chi',
          'ruolo',
          'azione',
          'azione_in_parole',
          'oggetto',
          'motivo',
          'richiesta',
          'esito',
          'dettaglio',
          'impronta',
        ]
        const readable = entries.map(one => readableEntry(one, staff))
        const rows = readable.map(one => [
          String(one.seq),
          one.at,
          one.actor.id,
          one.actor.role ?? '',
          one.action,
          actionLabel(one.action).it,
          `${one.object.type}/${one.object.id}`,
          one.reason ?? '',
          one.requestId ?? '',
          one.outcome,
          JSON.stringify(one.detail),
          one.hash,
        ])
        return sendFile({ bytes: toCsv(header, rows), mediaType: 'text/csv', name: 'registro.csv' })
      })
    }),
    staffRoute(exportAuditChain, async ({ query }, staff) => {
      staff.require('audit.verify', query.municipality)
      return { status: 200 as const, stream: response => streamChain(response, { db, staff, now }, query.municipality) }
    }),
    staffRoute(exportCheckpoints, async ({ query }, staff) => {
      staff.require('audit.verify', query.municipality)
      const written = (await checkpoints?.of(query.municipality)) ?? refuse('not-found', noCheckpoints)
      const bytes = written.map(one => `${JSON.stringify(one)}\n`).join('')
      return sendFile({ bytes, mediaType: 'application/x-ndjson', name: 'punti-di-controllo.ndjson' })
    }),
    staffRoute(verifyAudit, async ({ body }, staff) => {
      staff.require('audit.verify', body.municipality)
      const places = placesOf((await checkpoints?.of(body.municipality)) ?? [])
      return db.withTenants([body.municipality], async tx => {
        const verdict = await verifyChain(tx, body.municipality, places)
        const names = await loadNames(tx)
        return ok({
          municipality: names.municipality(body.municipality),
          entries: verdict.ok ? verdict.entries : verdict.seq - 1,
          intact: verdict.ok,
          firstBad: verdict.ok ? null : { seq: verdict.seq, why: faults[verdict.fault] ?? verdict.fault },
          lastHash: verdict.ok ? verdict.last.hash : null,
          checkedAt: now(),
        })
      })
    }),
  ]
}
