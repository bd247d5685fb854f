export { aReport } from '../../reconciliation/samples/report.ts'
