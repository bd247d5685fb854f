import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import type { NodePgDatabase } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import { failPoint } from './fail-points.ts'
import { withoutValues } from './query-failed.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

export interface DbConfig {
  /** Connection string of the role the process runs as (`iter_app`, `iter_relay`). */
  url: string
  /** Connections at most; 10 when not given. */
  max?: number
  /** Shown in pg_stat_activity. */
  name?: string
  /** A connection that died while nobody used it; the next query opens a new one. */
  onError?: (error: Error) => void
}

/** An open transaction: every query function takes one, none opens its own. */
export type Tx = Parameters<Parameters<NodePgDatabase['transaction']>[0]>[0]

/** The only ways to query. Whoever has no transaction has no data. What fails in the database is thrown as `QueryFailed`. */
export interface Db {
  /** A transaction that sees and writes the rows of these towns only; with no town, of none. */
  withTenants<T>(municipalities: readonly string[], fn: (tx: Tx) => Promise<T>): Promise<T>
  /** A transaction without a town: tables of the reviewed global list, and the relay's own policies. */
  global<T>(fn: (tx: Tx) => Promise<T>): Promise<T>
  end(): Promise<void>
}

/** Opens a pool; nothing is connected until the first transaction. */
export function createDb(config: DbConfig): Db {
  const pool = new pg.Pool({
    connectionString: config.url,
    max: config.max ?? 10,
    application_name: config.name ?? 'iter',
    options: '-c timezone=UTC',
  })
  // Without a listener a restarted server would end the whole process.
  pool.on('error', error => config.onError?.(error))
  const db = drizzle({ client: pool })
  const run = async <T>(fn: (tx: Tx) => Promise<T>): Promise<T> => {
    failPoint('transaction:begin')
    try {
      const result = await db.transaction(async tx => {
        const found = await fn(tx)
        failPoint('transaction:commit')
        return found
      })
      failPoint('transaction:end')
      return result
    } catch (error) {
      throw withoutValues(error)
    }
  }
  return {
    withTenants: (municipalities, fn) => run(async tx => fn(await bound(tx, municipalities))),
    global: run,
    end: () => pool.end(),
  }
}

/** The setting ends with the transaction (`true`): a pooled connection never carries one request's towns into the next. */
async function bound(tx: Tx, municipalities: readonly string[]): Promise<Tx> {
  for (const id of municipalities) {
    if (!UUID.test(id)) throw new Error(`withTenants: "${id}" is not a municipality id`)
  }
  await tx.execute(sql`select set_config('app.tenants', ${municipalities.join(',')}, true)`)
  return tx
}
