import { createCaseAtCounter } from '../api/cases.ts'
import { createCase } from '../api/front-office.ts'
import type { CaseRecord } from '../../db/queries/insert-case.ts'
import type { Deps } from '../deps.ts'
import { refuse } from '../http/problem.ts'
import { created, serviceRoute, staffRoute } from '../http/route.ts'
import type { Route } from '../http/route.ts'
import { latestDefinition } from '../procedures/definitions.ts'
import type { Definition } from '../procedures/definitions.ts'
import { fileCase } from './file-case.ts'

export function intakeRoutes(deps: Deps): Route[] {
  return [
    serviceRoute(createCase, async (call, service) => {
      const filed = await fileCase(deps, {
        municipality: service.municipality,
        channel: 'front-office',
        definition: await definitionOf(deps, call.body.procedure),
        request: call.body.request,
        idempotencyKey: `service/${service.id}/${call.idempotencyKey}`,
        createdBy: service.id,
        audit: { actor: { kind: 'service', id: service.id }, requestId: call.idempotencyKey },
        now: call.now,
      })
      return created(answerOf(filed))
    }),
    staffRoute(createCaseAtCounter, async (call, staff) => {
      const { municipality, procedure, request } = call.body
      staff.require('cases.create', municipality)
      const filed = await fileCase(deps, {
        municipality,
        channel: 'counter',
        definition: await definitionOf(deps, procedure),
        request,
        idempotencyKey: `staff/${staff.id}/${call.idempotencyKey}`,
        createdBy: staff.id,
        audit: {
          actor: { ...staff.actor('cases.create', municipality), session: staff.session },
          requestId: call.idempotencyKey,
        },
        now: call.now,
      })
      return created(answerOf(filed))
    }),
  ]
}

async function definitionOf(deps: Deps, procedure: string): Promise<Definition> {
  const found = await deps.db.global(tx => latestDefinition(tx, procedure))
  return found ?? refuse('invalid', undefined, [{ path: 'procedure', message: 'Procedimento sconosciuto.' }])
}

/** The first answer and every repeated one are equal: nothing in it changes later. */
function answerOf(record: CaseRecord) {
  const self = `/api/v1/cases/${record.id}`
  return {
    id: record.id,
    number: record.number,
    receivedAt: record.receivedAt,
    status: 'running' as const,
    links: { self, receipt: `${self}/documents` },
  }
}
