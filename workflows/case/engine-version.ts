import { patched } from '@temporalio/workflow'

/** Versions of the engine after the first one, newest first. A release that does anything otherwise adds one here and asks `state.engineVersion` there. */
const laterVersions: readonly number[] = []

/**
 * The version that a case begins with, and keeps: a marker in its history says it, so that a replay by a later release finds the version of
 * then. Nothing is written for the first version. A run that continues another has it in its state.
 */
export function engineVersion(): { engineVersion?: number } {
  const version = laterVersions.find(one => patched(`engine-${one}`))
  return version === undefined ? {} : { engineVersion: version }
}
