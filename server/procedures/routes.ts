import { count, eq, isNull, and } from 'drizzle-orm'
import type { z } from 'zod'

import type { Tx } from '../../db/client.ts'
import { caseView } from '../../db/schema/projections.ts'
import { form as formSchema } from '../api/forms.ts'
import { getCsvTemplate, getProcedure, listProcedures } from '../api/procedures.ts'
import type { procedureRow } from '../api/procedures.ts'
import type { Deps } from '../deps.ts'
import { toCsv } from '../http/csv.ts'
import { notFound } from '../http/problem.ts'
import { ok, sendFile, staffRoute } from '../http/route.ts'
import type { Route } from '../http/route.ts'
import { narrowed } from '../reading/towns.ts'
import { latestDefinition, latestDefinitions } from './definitions.ts'
import type { Definition } from './definitions.ts'

export function procedureRoutes({ db }: Deps): Route[] {
  return [
    staffRoute(listProcedures, ({ query }, staff) => {
      const towns = narrowed(staff, 'procedures.read', query.municipality)
      return db.withTenants(towns, async tx => {
        const items = []
        for (const definition of await latestDefinitions(tx)) items.push(await rowOf(tx, definition))
        return ok({ items, nextCursor: null })
      })
    }),
    staffRoute(getProcedure, ({ params }, staff) =>
      db.withTenants(staff.townsFor('procedures.read'), async tx => {
        const definition = (await latestDefinition(tx, params.key)) ?? notFound()
        const { row, manifest } = definition
        return ok({
          ...(await rowOf(tx, definition)),
          csv: manifest.csv.map(({ header, path, type, required, label, help, example }) => ({
            header,
            path,
            type,
            required,
            label,
            help: help ?? null,
            example: example ?? null,
          })),
          labels: manifest.labels,
          requestSchema: row.requestSchema,
          forms: row.forms.map(one => formSchema.parse(one)),
          requestForm: manifest.counterForm ?? null,
          bpmn: row.bpmn,
        })
      }),
    ),
    staffRoute(getCsvTemplate, ({ params }) =>
      db.global(async tx => {
        const { manifest } = (await latestDefinition(tx, params.key)) ?? notFound()
        const header = manifest.csv.map(column => column.header)
        const bytes = toCsv(header, [manifest.csv.map(column => column.example ?? '')])
        return sendFile({ bytes, mediaType: 'text/csv', name: `${params.key}.csv` })
      }),
    ),
  ]
}

async function rowOf(tx: Tx, { row, manifest }: Definition): Promise<z.input<typeof procedureRow>> {
  const [open] = await tx
    .select({ count: count() })
    .from(caseView)
    .where(and(eq(caseView.procedure, row.procedure), isNull(caseView.endedAt)))
  return {
    id: row.procedure,
    key: row.procedure,
    version: row.version,
    title: manifest.title,
    law: manifest.law,
    office: manifest.office,
    responsible: manifest.responsible,
    termDays: manifest.termDays,
    numberPrefix: manifest.numberPrefix,
    planHash: row.planHash,
    publishedAt: row.publishedAt,
    openCases: open?.count ?? 0,
  }
}
