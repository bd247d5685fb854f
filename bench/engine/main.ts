import { measureBundle } from './bundle.ts'
import { measureReplay } from './replay.ts'
import { measureAdvance, measureFeel } from './speed.ts'

const KB = 1024

/** `npm run bench:engine [-- --quick]`: what the engine costs by itself, and beside what it replaces. */
async function main(): Promise<void> {
  const isQuick = process.argv.includes('--quick')
  const seconds = isQuick ? 0.5 : 2
  const { advances, cases } = await measureAdvance(seconds)
  line('15 steps, one core', `${whole(cases)} cases/s, ${whole(advances)} advances/s`)
  const feel = measureFeel(seconds)
  line(
    'FEEL, evaluations',
    `${whole(feel.ours)}/s; feelin ${whole(feel.feelin)}/s: ${times(feel.ours / feel.feelin)} (wanted: 20)`,
  )
  line('FEEL, parsed each time', `${whole(feel.oursParsing)}/s: ${times(feel.oursParsing / feel.feelin)}`)
  const { withEngine, without } = await measureBundle()
  const engine = (withEngine.minified - without.minified) / KB
  line(
    'workflow code, minified',
    `${kilobytes(withEngine.minified)} with the engine, ${kilobytes(without.minified)} without`,
  )
  line(
    'the engine in it',
    `${engine.toFixed(1)} KB (${kilobytes(withEngine.gzipped - without.gzipped)} gzipped; wanted: 40 at most)`,
  )
  const { iter, twin } = await measureReplay(isQuick ? 10 : 100)
  line(
    'history, events',
    `${iter.events} on Iter, ${twin.events} written by hand: ${times(twin.events / iter.events)} fewer`,
  )
  line(
    'replay of a case',
    `${ms(iter.millisecondsPerReplay)} on Iter, ${ms(twin.millisecondsPerReplay)} written by hand`,
  )
}

function line(name: string, figure: string): void {
  console.log(`${name.padEnd(26)}${figure}`)
}

const whole = (value: number) => Math.round(value).toLocaleString('en')
const times = (value: number) => `${value.toFixed(1)} x`
const kilobytes = (bytes: number) => `${(bytes / KB).toFixed(1)} KB`
const ms = (value: number) => `${value.toFixed(2)} ms`

await main()
