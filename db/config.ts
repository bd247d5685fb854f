import { z } from 'zod'

const url = z.string().regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')

/** What `db/migrate-main.ts` reads from the environment. */
const migrateEnv = z.object({
  /** A superuser, needed once to create roles and database. */
  ADMIN_DATABASE_URL: url.optional(),
  OWNER_DATABASE_URL: url,
  DATABASE_URL: url.optional(),
  RELAY_DATABASE_URL: url.optional(),
})

export type MigrateConfig = z.infer<typeof migrateEnv>

/** Throws with one line a variable that is missing or wrong. */
export function migrateConfig(env: Record<string, string | undefined>): MigrateConfig {
  const parsed = migrateEnv.safeParse(env)
  if (parsed.success) return parsed.data
  const lines = parsed.error.issues.map(issue => `  ${issue.path.join('.')}: ${issue.message}`)
  throw new Error(`The environment is not complete:\n${lines.join('\n')}`)
}
