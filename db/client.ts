import { DrizzleQueryError } from 'drizzle-orm'
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

/**
 * An open transaction: every query function takes one, none opens its own. Statements that do not need each other's answers may be
 * awaited together (`Promise.all`): they then cost one way to the server and back.
 */
export type Tx = Omit<NodePgDatabase, 'transaction'>

/** One that needs no other's answer. */
export interface Statement<T> {
  /** Under which the server keeps it ready. */
  name: string
  text: string
  values: unknown[]
  /** What its rows say. */
  read: (rows: pg.QueryResultRow[]) => T
}

/** The only ways to query. Whoever has no transaction has no data. What fails in the database is thrown as `QueryFailed`. */
export interface Db {
  /** A transaction that sees and writes the rows of these towns only; with no town, of none. */
  withTenants<T>(municipalities: readonly string[], fn: (tx: Tx) => Promise<T>): Promise<T>
  /** A transaction without a town: tables of the reviewed global list, and the relay's own policies. */
  global<T>(fn: (tx: Tx) => Promise<T>): Promise<T>
  /** As `withTenants`, where everything is known beforehand: the whole transaction goes to the server and back once, which is most of what a short one costs. */
  atOnce<T>(municipalities: readonly string[], statements: readonly Statement<T>[]): Promise<T[]>
  end(): Promise<void>
}

/** Opens a pool; nothing is connected until the first transaction. */
export function createDb(config: DbConfig): Db {
  const pool = new pg.Pool({
    connectionString: config.url,
    max: config.max ?? 10,
    application_name: config.name ?? 'iter',
    options: '-c timezone=UTC',
    // A statement need not wait for the answer to the one before it: those that are asked for together travel together.
    pipeline: true,
  })
  // Without a listener a restarted server would end the whole process.
  pool.on('error', error => config.onError?.(error))
  // The same for one that breaks while it is used: who waits for its answers is told by them.
  pool.on('connect', client => client.on('error', () => {}))
  const builders = new WeakMap<pg.PoolClient, Tx>()
  const builderOf = (client: pg.PoolClient): Tx => {
    const tx = builders.get(client) ?? drizzle({ client })
    builders.set(client, tx)
    return tx
  }
  const lend = async <T>(use: (client: pg.PoolClient) => Promise<T>): Promise<T> => {
    failPoint('transaction:begin')
    const client = await pool.connect()
    try {
      const result = await use(client)
      client.release()
      return result
    } catch (error) {
      // Ends what is open, also in a connection that can no longer be asked to.
      const ended = await client.query('rollback').then(
        () => true,
        () => false,
      )
      client.release(!ended)
      throw withoutValues(error)
    }
  }
  const run = <T>(begin: string, fn: (tx: Tx) => Promise<T>): Promise<T> =>
    lend(client => {
      // Whoever still holds it when the transaction is over must not ask in the next one, which may be another town's.
      const { proxy: tx, revoke } = Proxy.revocable(builderOf(client), {})
      return transact(client, begin, () => fn(tx).finally(revoke))
    })
  return {
    withTenants: async (municipalities, fn) => run(beginAs(municipalities), fn),
    global: fn => run('begin', fn),
    atOnce: async (municipalities, statements) => {
      const begin = beginAs(municipalities)
      return lend(client => transactAtOnce(client, begin, statements))
    },
    end: () => pool.end(),
  }
}

async function transact<T>(client: pg.PoolClient, begin: string, fn: () => Promise<T>): Promise<T> {
  // Not awaited: it travels with the first statement, ahead of it.
  const begun = statement(client, begin)
  begun.catch(() => {})
  const result = await fn()
  await begun
  failPoint('transaction:commit')
  assertCommitted(await statement(client, 'commit'))
  failPoint('transaction:end')
  return result
}

async function transactAtOnce<T>(
  client: pg.PoolClient,
  begin: string,
  statements: readonly Statement<T>[],
): Promise<T[]> {
  const asked = [
    statement(client, begin),
    ...statements.map(({ text, name, values }) => statement(client, text, { name, values })),
    statement(client, 'commit'),
  ]
  // All answers come, whatever they are; the first that failed says why.
  await Promise.allSettled(asked)
  const [, ...answers] = await Promise.all(asked)
  const ended = answers.pop()
  if (ended !== undefined) assertCommitted(ended)
  failPoint('transaction:end')
  return statements.map(({ read }, place) => read(answers[place]?.rows ?? []))
}

/** PostgreSQL takes back a transaction in which a statement failed, and says so only here. */
function assertCommitted({ command }: pg.QueryResult): void {
  if (command === 'ROLLBACK') throw new Error('The transaction was rolled back: one of its statements failed')
}

/** One of our own, failing as the builder's do. */
async function statement(
  client: pg.PoolClient,
  text: string,
  prepared?: Pick<Statement<unknown>, 'name' | 'values'>,
): Promise<pg.QueryResult> {
  try {
    return await client.query(prepared ? { text, ...prepared } : text)
  } catch (error) {
    throw new DrizzleQueryError(text, [], error instanceof Error ? error : undefined)
  }
}

/** The setting ends with the transaction (`true`): a pooled connection never carries one request's towns into the next. */
function beginAs(municipalities: readonly string[]): string {
  for (const id of municipalities) {
    if (!UUID.test(id)) throw new Error(`withTenants: "${id}" is not a municipality id`)
  }
  // In the text itself, which takes no parameters beside `begin`: nothing but the uuids checked above gets into it.
  return `begin; select set_config('app.tenants', '${municipalities.join(',')}', true)`
}
