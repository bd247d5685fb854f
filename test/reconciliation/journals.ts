export { aJournal, type Movement } from '../../reconciliation/samples/journal.ts'
