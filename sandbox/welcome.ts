import type { Demo } from './demo/seed.ts'
import type { StartSettings } from './settings.ts'

/** What `npm start` prints when everything runs: where to go and as whom. */
export function welcome(settings: StartSettings, demo: Demo): string {
  const width = Math.max(...demo.staff.map(person => person.name.length))
  const sandbox = `http://127.0.0.1:${settings.ports.sandbox}`
  return [
    '',
    `  Iter is running.   Console   ${settings.publicUrl}`,
    `                     Sandbox   ${sandbox}   (file a request as a parent, pay, switch faults on)`,
    '',
    `  Sign-ins of the demonstration (no password; ${demo.towns.join(', ')}):`,
    ...demo.staff.map(person => `    ${person.name.padEnd(width)}   ${person.description}`),
    '',
    '  Ctrl-C stops everything; the next npm start goes on where it was.',
    '',
    '',
  ].join('\n')
}
