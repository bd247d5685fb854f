export { zipOf } from '../../reconciliation/samples/zip.ts'
