import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'

const memberSchema = z.object({
  /** The stable identifier that the console knows the person by. */
  subject: z.string().min(1),
  name: z.string().min(1),
  email: z.email(),
  /** Where the person works, in Italian: `Scuola · Ripalta Cremasca`. */
  description: z.string().optional(),
  /** By what means the person signs in, as the console is told. */
  acr: z.string().optional(),
})

/** Somebody who may sign in to the console in the demo. */
export type StaffMember = z.infer<typeof memberSchema>

/** Reads the demo staff; the seed may write the file after the sandbox has started. */
export function readStaff(file: string): StaffMember[] {
  if (!existsSync(file)) return []
  return z.array(memberSchema).parse(JSON.parse(readFileSync(file, 'utf8')))
}
