/** One link of an error and its causes: what may be told of it, since texts may quote data. */
export interface ErrorLink {
  name: string
  code?: string
  stack?: string
}

/** An error and its causes, outermost first. By shape: `instanceof` fails across realms. */
export function errorChain(error: unknown, depth = 8): ErrorLink[] {
  if (typeof error !== 'object' || error === null || depth === 0) return []
  const name = 'name' in error && typeof error.name === 'string' ? error.name : 'Error'
  // DOMException has numeric codes from another age.
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {}
  const stack = 'stack' in error && typeof error.stack === 'string' ? { stack: error.stack } : {}
  const rest = 'cause' in error ? errorChain(error.cause, depth - 1) : []
  return [{ name, ...code, ...stack }, ...rest]
}

/** Sealed bytes that do not open: altered, or sealed for another place. */
export function isUnsealable(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'kind' in error && error.kind === 'unsealable'
}
