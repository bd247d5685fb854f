import { sandboxConfig } from './config.ts'
import { startPlatforms, type Platforms } from './platforms/start.ts'

let platforms: Platforms | null = null

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop())
// The program that started this one is gone: so are we.
process.once('disconnect', () => void stop())

try {
  platforms = await startPlatforms(sandboxConfig(process.env))
  process.send?.({ ready: true, urls: platforms.urls })
  process.stdout.write(`Sandbox on ${platforms.urls.control}\n`)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
}

async function stop(): Promise<void> {
  await platforms?.close()
  process.exit(0)
}
