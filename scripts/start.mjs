// npm start: installs and builds what is missing, then hands over to the supervisor.
import { ensureInstall } from './ensure-install.mjs'

ensureInstall()
const { build } = await import('./build.mjs')
try {
  await build()
} catch (error) {
  process.stderr.write(`${error.message}\nThe build failed: nothing was started.\n`)
  process.exit(1)
}
await import('../dist/sandbox/start.js')
