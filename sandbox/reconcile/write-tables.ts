import { readFileSync, writeFileSync } from 'node:fs'
import { withTables } from './tables.ts'

// `npx tsx sandbox/reconcile/write-tables.ts && npx prettier --write docs/reconciliation.md`, after a trap or the outcome has changed.
const page = new URL('../../docs/reconciliation.md', import.meta.url)
writeFileSync(page, withTables(readFileSync(page, 'utf8')))
