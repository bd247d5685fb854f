import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const places = ['./failure-converter.js', './failure-converter.ts'].map(path =>
  fileURLToPath(new URL(path, import.meta.url)),
)

/** For `bundleWorkflowCode({ failureConverterPath })`: compiled beside compiled code, TypeScript beside the sources. */
export const FAILURE_CONVERTER_PATH = places.find(existsSync) ?? places[0] ?? ''
