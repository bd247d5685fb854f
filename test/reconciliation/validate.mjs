// A process of its own: libxml2-wasm is an ES module that Jest's CommonJS cannot load.
import { readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { XmlDocument, XsdValidator } from 'libxml2-wasm'
import { xmlRegisterFsInputProviders } from 'libxml2-wasm/lib/nodejs.mjs'

xmlRegisterFsInputProviders()
const { schema, documents } = JSON.parse(await text(process.stdin))
const definition = XmlDocument.fromBuffer(readFileSync(schema), { url: schema })
const validator = XsdValidator.fromDoc(definition)

/** Null for a document that the schema allows, else what is wrong with it. */
const faultOf = content => {
  let document
  try {
    document = XmlDocument.fromString(content)
    validator.validate(document)
    return null
  } catch (error) {
    return String(error.message).trim().split('\n')[0]
  } finally {
    document?.dispose()
  }
}
process.stdout.write(JSON.stringify(documents.map(faultOf)))
