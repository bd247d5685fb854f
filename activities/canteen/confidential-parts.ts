import { z } from 'zod'
import { listConfidential } from '../../db/queries/list-confidential.ts'
import type { OperationContext } from '../kernel/context.ts'

const uuid = z.uuid()

/** The confidential parts of a case's request, each as it stood in the request (`{ diet: { certificate } }`). */
export async function confidentialParts(context: OperationContext, refs: unknown[]): Promise<unknown[]> {
  const { municipality, caseId, keys } = context
  const ids = refs.flatMap(ref => uuid.safeParse(ref).data ?? [])
  const records = await context.transaction(tx => listConfidential(tx, municipality, caseId, ids))
  return Promise.all(
    records.map(async ({ id, content }) => {
      const clear = await keys.openFor(municipality, content, `confidential_record/${id}`)
      const parsed: unknown = JSON.parse(clear.toString('utf8'))
      return parsed
    }),
  )
}

/** Paths of everything that has a value, the ones above it included. */
export function pathsOf(value: unknown, path = ''): string[] {
  if (value === null || value === undefined || value === '') return []
  const own = path === '' ? [] : [path]
  if (typeof value !== 'object' || Array.isArray(value)) return own
  const below = Object.entries(value).flatMap(([key, member]) => pathsOf(member, path === '' ? key : `${path}.${key}`))
  return below.length === 0 ? [] : [...own, ...below]
}
