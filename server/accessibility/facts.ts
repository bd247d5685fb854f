import { readFileSync } from 'node:fs'

import { z } from 'zod'

/**
 * What only the body that runs an installation can declare, in the order of AgID's model (decision of the European Commission 2018/1523 and
 * AgID's guidelines on accessibility): who, how it was assessed and when, whom to write to, the body's own figures.
 */
const declarationFacts = z.strictObject({
  /** The body that offers the service, as it signs: "Comune di Ripalta Cremasca". */
  body: z.string().min(1).max(200),
  /** The declaration filed on AgID's platform, where there is one. */
  filedAt: z.url().optional(),
  conformity: z.enum(['full', 'partial', 'none']),
  method: z.enum(['self-assessment', 'third-party']),
  declaredOn: z.iso.date(),
  reviewedOn: z.iso.date(),
  publishedOn: z.iso.date(),
  feedback: z.strictObject({
    email: z.email(),
    phone: z.string().max(40).optional(),
    /** Within how many days the body answers. */
    days: z.int().min(1).max(30).default(30),
  }),
  usabilityTests: z.boolean(),
  disabledEmployees: z.int().min(0),
  disabledWorkplaces: z.int().min(0),
  /** Anything of its own that the body knows not to be accessible, in a sentence each. */
  ownLimits: z.array(z.string().min(1).max(500)).max(20).default([]),
})

export type DeclarationFacts = z.output<typeof declarationFacts>

/** @throws when the file is missing or says something that the declaration does not know. */
export function readDeclaration(path: string): DeclarationFacts {
  return declarationFacts.parse(JSON.parse(readFileSync(path, 'utf8')))
}
