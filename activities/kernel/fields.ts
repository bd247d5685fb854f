import { z } from 'zod'

/** Fields that several operations share. Optional ones also take null: an expression over a missing path yields null. */

export const fiscalCode = z
  .string()
  .regex(/^(?:[A-Z]{6}[0-9LMNPQRSTUV]{2}[ABCDEHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]|[0-9]{11})$/)
  .describe('Codice fiscale, 16 caratteri o 11 cifre (provvisorio)')

export const localDate = z.iso.date().describe('Data di legge, AAAA-MM-GG, Europe/Rome')

export const cents = z.int().min(0).max(99_999_999_999).describe('Centesimi di euro')

export const uuid = z.uuid()

const address = z.looseObject({
  street: z.string().max(200).nullish(),
  postalCode: z.string().max(10).nullish(),
  town: z.string().max(100).nullish(),
  province: z.string().max(2).nullish(),
})

/** A person as the request describes one; fields that an operation does not use may be there. */
export const person = z.looseObject({
  firstName: z.string().min(1).max(100),
  lastName: z.string().min(1).max(100),
  fiscalCode,
  email: z.string().max(254).nullish(),
  address: address.nullish(),
})
export type Person = z.output<typeof person>

/** Who owes: a person by both names, a body by its name alone (as `lastName`). */
export const debtor = person.extend({ firstName: z.string().max(100).nullish() })
export type Debtor = z.output<typeof debtor>

export const days = z
  .array(z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat']))
  .min(1)
  .max(6)

export const schoolYear = z.string().regex(/^\d{4}\/\d{4}$/)

export const schoolCode = z.string().min(1).max(40)
export const className = z.string().min(1).max(20)
