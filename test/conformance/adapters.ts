import { betsy } from './betsy/adapter.ts'
import type { SuiteAdapter } from './suite.ts'

/** Suites that can be run; a folder belongs to the first that reads it. */
export const adapters: readonly SuiteAdapter[] = [betsy]
