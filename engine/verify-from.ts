import type { Failure } from './event.ts'
import type { Instant } from './json.ts'
import { printInstant, requireInstant } from './terms/instants.ts'

/**
 * From when a person may say what came of a step that may have touched the outside: its last try began before the incident, so by then the time that
 * a try is given has certainly passed, and nothing of it is on its way any more. Null where nothing was sent.
 */
export function verifiableFrom(
  failed: { kind: Failure['kind']; touched?: boolean; raisedAt: Instant },
  timeoutSeconds: number,
): Instant | null {
  if (failed.touched !== true && failed.kind !== 'unknown-outcome') return null
  return printInstant(requireInstant(failed.raisedAt) + timeoutSeconds * 1000)
}
