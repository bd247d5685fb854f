import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { filesOf, traps } from '../../reconciliation/traps.ts'
import type { Trap } from '../../reconciliation/traps/trap.ts'
import type { Input, Position, Town } from './input.ts'
import { columns } from './read-positions.ts'

const town: Town = {
  name: 'Comune di prova',
  fiscalCode: '00111190191',
  segregationCodes: ['01'],
  otherPartners: [{ code: '47', name: 'Canone unico' }],
}

/** A trap as the command would read it from a folder. */
export function inputOf(trap: Trap): Input {
  const files = filesOf(trap).map(({ name, bytes }) => ({ name, chunks: () => chunksOf(bytes) }))
  return { town, positions: positionsOf(trap), refusedRows: [], files }
}

/** Writes every trap as a folder that `npm run reconcile` takes; returns their names. */
export function writeTraps(folder: string): string[] {
  return traps.map(trap => {
    const name = `${String(trap.number).padStart(2, '0')}-${trap.id}`
    const own = join(folder, name)
    mkdirSync(own, { recursive: true })
    writeFileSync(join(own, 'town.json'), `${JSON.stringify(town, null, 2)}\n`)
    const rows = positionsOf(trap).map(it => [it.iuv, it.cents, it.dueOn, it.isPaid ? 'yes' : 'no', it.receiptId ?? ''])
    writeFileSync(join(own, 'positions.csv'), [columns, ...rows].map(row => `${row.join(',')}\n`).join(''))
    for (const { name: file, bytes } of filesOf(trap)) writeFileSync(join(own, file), bytes)
    return name
  })
}

function positionsOf({ positions = [] }: Trap): Position[] {
  return positions.map(it => ({ receiptId: null, dueOn: '2026-11-30', ...it }))
}

async function* chunksOf(bytes: Buffer): AsyncGenerator<Uint8Array> {
  if (bytes.length > 0) yield bytes
}
