import { z } from 'zod'

import type { Json } from '../../engine/json.ts'

// Every string has a bound and every list a maximum: the Italian interoperability guidelines (ModI) ask for both.

export const id = z.guid().meta({ description: 'Opaque identifier' })
export const short = z.string().max(200)
export const long = z.string().max(4000)
/** Years that both a calendar and PostgreSQL know; offsets that exist. */
const within = /^(?:[12]\d{3}|9999)-/
const offset = /(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/
const outOfRange = 'La data è fuori dal calendario.'
export const instant = z.iso
  .datetime({ offset: true })
  .max(40)
  .refine(value => within.test(value) && offset.test(value), outOfRange)
export const localDate = z.iso
  .date()
  .max(10)
  .refine(value => within.test(value), outOfRange)
export const cents = z.int().min(-1_000_000_000).max(1_000_000_000).meta({ format: 'int32' })
export const count = z.int().min(0).max(2_147_483_647).meta({ format: 'int32' })
/** Sums over many payments pass what 32 bits hold. */
export const bigCents = z.int().min(-1_000_000_000_000_000).max(1_000_000_000_000_000).meta({ format: 'int64' })
export const number64 = z.int().min(0).max(Number.MAX_SAFE_INTEGER).meta({ format: 'int64' })

const largest = Number.MAX_SAFE_INTEGER
/** Any JSON, within bounds; a file in base64 is its longest text. */
export const json: z.ZodType<Json, Json> = z
  .lazy(() =>
    z.union([
      z.string().max(7_000_000),
      z.number().min(-largest).max(largest).meta({ format: 'double' }),
      z.boolean(),
      z.null(),
      z.array(json).max(10_000),
      z.record(z.string().max(200), json),
    ]),
  )
  .meta({ id: 'Json' })
export const jsonObject = z.record(z.string().max(200), json).meta({ id: 'JsonObject' })

export const text = z.object({ it: long, en: long }).meta({ id: 'Text' })
export const personRef = z.object({ id, name: short }).meta({ id: 'PersonRef' })
export const municipalityRef = z.object({ id, code: short, name: short }).meta({ id: 'MunicipalityRef' })

export const actorView = z
  .object({
    kind: z.enum(['staff', 'citizen', 'platform', 'system']),
    id: short,
    /** Full name for staff; null for the others and for who may not see it. */
    name: short.nullable(),
    role: short.nullable(),
  })
  .meta({ id: 'Actor' })

const roles = ['clerk', 'supervisor', 'accountant', 'analyst', 'auditor', 'administrator', 'operator'] as const
export const role = z.enum(roles).meta({ id: 'Role' })
export type Role = z.infer<typeof role>

/** RFC 9457, with a kind for programs and the field errors for people. */
export const problem = z
  .object({
    type: z.string().max(200),
    title: short,
    status: z.int().min(100).max(599).meta({ format: 'int32' }),
    detail: long.optional(),
    kind: z.string().max(80),
    instance: z.string().max(500).optional(),
    errors: z
      .array(z.object({ path: z.string().max(500), message: long }))
      .max(500)
      .optional(),
  })
  .meta({ id: 'Problem' })
export type Problem = z.infer<typeof problem>

export const page = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item).max(500), nextCursor: z.string().max(500).nullable() })

/** Query of every list; `municipality` narrows to one town among the caller's. */
export const listQuery = z.object({
  municipality: id.optional(),
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(25).meta({ format: 'int32' }),
})

export const direction = z.enum(['asc', 'desc']).default('asc')
export const flag = z.enum(['true', 'false']).transform(value => value === 'true')

export const caseParams = z.object({ caseId: id })
export const municipalityParams = z.object({ municipalityId: id })
