// The one file that Temporal bundles: every export is a workflow type.
export { caseWorkflow } from './case.ts'
export { choreWorkflow } from './chore.ts'
export { flowWorkflow } from './flow.ts'
