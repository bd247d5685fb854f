// npm run bench: installs and builds what is missing, then measures with compiled programs, as an installation runs them.
import { ensureInstall } from './ensure-install.mjs'

ensureInstall()
const { build } = await import('./build.mjs')
await build()
await import('../dist/bench/main.js')
