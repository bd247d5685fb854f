import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ownCpu } from './database.ts'
import type { Took } from './files.ts'

/** Where the official schemas lie, when they are at hand: they are not ours to carry. */
const schemas = process.env['PAGOPA_SCHEMAS'] ?? '../shared/specs/pagopa'

/** What libxml2 takes to parse a report and validate it against the official schema; null without the schema. */
export async function measureOracle(content: Buffer): Promise<Took | null> {
  const path = join(schemas, 'fdr', 'FlussoRiversamento_1_0_4.xsd')
  if (!existsSync(path)) return null
  const { XmlDocument, XsdValidator } = await import('libxml2-wasm')
  const schema = XmlDocument.fromBuffer(readFileSync(path))
  const validator = XsdValidator.fromDoc(schema)
  const [begun, used] = [performance.now(), ownCpu()]
  const document = XmlDocument.fromBuffer(content)
  validator.validate(document)
  const took = { seconds: (performance.now() - begun) / 1000, cpu: ownCpu() - used }
  document.dispose()
  validator.dispose()
  schema.dispose()
  return took
}
