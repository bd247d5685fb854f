/** The parts of `postgres://user:password@host:port/database` that roles and messages need. */
export interface ConnectionParts {
  user: string
  password: string
  database: string
  /** Host and port, for messages: never the password. */
  server: string
}

export function partsOf(url: string): ConnectionParts {
  const parsed = new URL(url)
  return {
    user: decodeURIComponent(parsed.username),
    password: decodeURIComponent(parsed.password),
    database: decodeURIComponent(parsed.pathname.slice(1)),
    server: `${parsed.hostname}:${parsed.port === '' ? '5432' : parsed.port}`,
  }
}

/** The same server and role, another database. */
export function withDatabase(url: string, database: string): string {
  const changed = new URL(url)
  changed.pathname = `/${encodeURIComponent(database)}`
  return changed.href
}
