import { rmSync } from 'node:fs'

/** Jest's global tear-down: ends what start-services.ts began. */
export default async function stopServices(): Promise<void> {
  const stop: unknown = Reflect.get(globalThis, 'stopTestServices')
  if (typeof stop === 'function') await stop()
  const folder = process.env['TEST_SERVICES_FOLDER']
  if (folder) rmSync(folder, { recursive: true, force: true })
}
