import { mkdir, writeFile } from 'node:fs/promises'

import { openApiDocument } from './api/openapi.ts'

// Writes the API's two documents: `npm run openapi`. A test compares them with the routes, so run it after every change.
await mkdir('docs', { recursive: true })
for (const [file, audience] of [
  ['docs/openapi.json', 'public'],
  ['docs/openapi-console.json', 'console'],
] as const) {
  await writeFile(file, `${JSON.stringify(openApiDocument(audience), null, 2)}\n`)
  process.stdout.write(`${file}\n`)
}
