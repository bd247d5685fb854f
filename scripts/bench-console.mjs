// npm run bench:console: installs and builds what is missing, then measures the built console in a browser.
import { ensureInstall } from './ensure-install.mjs'

ensureInstall()
const { build } = await import('./build.mjs')
await build()
await import('../dist/bench/console/main.js')
