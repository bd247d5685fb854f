import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Where the official schemas lie, when they are at hand: they are not ours to carry. */
const schemas = process.env['PAGOPA_SCHEMAS'] ?? '../shared/specs/pagopa'

/** Seconds that libxml2 takes to parse a report and validate it against the official schema; null without the schema. */
export async function measureOracle(content: Buffer): Promise<{ parse: number; validate: number } | null> {
  const path = join(schemas, 'fdr', 'FlussoRiversamento_1_0_4.xsd')
  if (!existsSync(path)) return null
  const { XmlDocument, XsdValidator } = await import('libxml2-wasm')
  const schema = XmlDocument.fromBuffer(readFileSync(path))
  const validator = XsdValidator.fromDoc(schema)
  const begun = performance.now()
  const document = XmlDocument.fromBuffer(content)
  const parsed = performance.now()
  validator.validate(document)
  const validated = performance.now()
  document.dispose()
  validator.dispose()
  schema.dispose()
  return { parse: (parsed - begun) / 1000, validate: (validated - parsed) / 1000 }
}
