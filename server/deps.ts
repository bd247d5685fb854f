import type { Client } from '@temporalio/client'

import type { Db } from '../db/client.ts'
import type { Keys } from '../db/keys.ts'
import type { AnswerDesk } from './acts/await-answer.ts'
import type { Checkpoints } from './audit/checkpoint-runner.ts'
import type { Config } from './config.ts'
import type { ImportRunner } from './imports/create-cases.ts'
import type { Logger } from './http/log.ts'
import type { RestartRunner } from './restarts/runner.ts'
import type { Sessions } from './sign-in/sessions.ts'
import type { Oidc } from './sign-in/oidc.ts'

/** What the API's handlers use; made once in main.ts. */
export interface Deps {
  config: Config
  db: Db
  keys: Keys
  log: Logger
  sessions: Sessions
  oidc: Oidc
  /** Where answers of cases to acts arrive. */
  answers: AnswerDesk
  /** Makes the cases of confirmed files. */
  imports: Pick<ImportRunner, 'wake'>
  /** Sends mass retries on their way. */
  restarts: Pick<RestartRunner, 'wake'>
  /** Heads of the registers, written down outside the database; null when no folder is set. */
  checkpoints: Pick<Checkpoints, 'of'> | null
  /** Connected at first use: the API answers without Temporal, acts wait in the outbox. */
  temporal: () => Promise<Client>
  now: () => string
}
