import { assertSafeRole } from '../db/assert-safe-role.ts'
import { createDb } from '../db/client.ts'
import { createKeys } from '../db/keys.ts'
import { openAnswerDesk } from './acts/await-answer.ts'
import { startCheckpoints } from './audit/checkpoint-runner.ts'
import type { Config } from './config.ts'
import type { Deps } from './deps.ts'
import type { Logger } from './http/log.ts'
import { startRestartRunner } from './restarts/runner.ts'
import { startImportRunner } from './imports/create-cases.ts'
import { createOidc } from './sign-in/oidc.ts'
import { createSessions } from './sign-in/sessions.ts'
import { lazyClient } from './temporal/connect.ts'

/** Everything the API works with, and how to put it down again. Refuses a database role that row-level security does not bind. */
export async function createDeps(config: Config, log: Logger): Promise<{ deps: Deps; close: () => Promise<void> }> {
  const { databaseUrl: url, publicUrl } = config
  const onError = (err: unknown): void => log.warn({ err }, 'database connection lost')
  const db = createDb({ url, name: 'iter-server', max: 16, onError })
  await assertSafeRole(db)
  const keyDb = createDb({ url, name: 'iter-server-keys', max: 2, onError })
  const keys = createKeys({ db: keyDb, masterKey: Buffer.from(config.masterKey, 'base64') })
  const temporal = lazyClient({ ...config.temporal, keys })
  const https = publicUrl.protocol === 'https:'
  const now = (): string => new Date().toISOString()
  const imports = startImportRunner({ db, keys, log, now })
  const restarts = startRestartRunner({ db, log, now })
  const checkpoints = config.checkpoints && startCheckpoints({ db, log, now }, config.checkpoints)
  const answers = openAnswerDesk(db, url, onError)
  const sessions = createSessions({ databaseUrl: url, secret: config.sessionSecret, https })
  const oidc = createOidc({ ...config.oidc, redirectUri: new URL('/auth/callback', publicUrl).href })
  return {
    deps: {
      config,
      db,
      keys,
      log,
      sessions,
      oidc,
      answers,
      imports,
      restarts,
      checkpoints,
      temporal: temporal.client,
      now,
    },
    close: async () => {
      await Promise.all([
        imports.stop(),
        restarts.stop(),
        checkpoints?.stop(),
        answers.stop(),
        sessions.end(),
        temporal.close(),
      ])
      await Promise.all([db.end(), keyDb.end()])
    },
  }
}
