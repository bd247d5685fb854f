import { DrizzleQueryError } from 'drizzle-orm'

/**
 * A statement failed. Drizzle's own error carries every parameter in its message, and PostgreSQL's the values of the offending row: names and
 * fiscal codes would end in the logs. This one says what and where, not with which values.
 */
class QueryFailed extends Error {
  readonly kind = 'query-failed'
  /** SQLSTATE (`23505` for a unique constraint), null when the server did not answer. */
  readonly code: string | null
  readonly constraint: string | null

  constructor(message: string, code: string | null, constraint: string | null) {
    super(message)
    this.code = code
    this.constraint = constraint
  }
}

/** The same error without values; what is no failed statement stays as it is. */
export function withoutValues(error: unknown): unknown {
  if (!(error instanceof DrizzleQueryError)) return error
  const { cause } = error
  const code = textOf(cause, 'code')
  const constraint = textOf(cause, 'constraint')
  // Class 22 (data exception) quotes the offending value.
  const what = code?.startsWith('22') ? 'a value does not fit its type' : (cause?.message ?? 'unknown cause')
  const statement = error.query.replaceAll(/\s+/g, ' ').slice(0, 120)
  return new QueryFailed(`${what} (${code ?? 'no code'}) in: ${statement}`, code, constraint)
}

function textOf(source: unknown, name: string): string | null {
  const value: unknown = typeof source === 'object' && source !== null ? Reflect.get(source, name) : undefined
  return typeof value === 'string' ? value : null
}
