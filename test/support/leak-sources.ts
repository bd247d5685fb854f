import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { Client, Connection } from '@temporalio/client'
import proto from '@temporalio/proto'

import { citizens } from '../../sandbox/platforms/citizens.ts'
import { staff } from '../../sandbox/demo/staff.ts'
import { towns } from '../../sandbox/platforms/towns.ts'
import type { Scanner, Secret } from './leak-scan.ts'

/** Everybody whom the demo knows, in the ways in which people are written down. */
export function demoSecrets(): Secret[] {
  const ofCitizens = citizens.flatMap(one => {
    const { id, firstName, lastName, fiscalCode, email, phone, address } = one
    const street = `${address.street} ${address.houseNumber}`
    return [
      ...namesOf(id, firstName, lastName),
      { what: `fiscal code of ${id}`, value: fiscalCode },
      { what: `e-mail of ${id}`, value: email },
      { what: `telephone of ${id}`, value: phone.replace(/^\+39/, '') },
      { what: `address of ${id}`, value: street },
      { what: `address of ${id}`, value: `${address.street}, ${address.houseNumber}` },
    ]
  })
  const ofStaff = staff.flatMap(({ subject, name }) => {
    const [first = '', last = ''] = name.split(' ')
    return namesOf(subject, first, last)
  })
  return [...ofCitizens, ...ofStaff, ...towns.map(({ code, iban }) => ({ what: `IBAN of ${code}`, value: iban }))]
}

/** First and last name together, either first, with whatever programs put between words. */
function namesOf(id: string, first: string, last: string): Secret[] {
  const orders = [
    [first, last],
    [last, first],
  ] as const
  return orders.flatMap(([one, two]) =>
    [' ', ', ', '.', '_', '-', ''].map(between => ({ what: `name of ${id}`, value: one + between + two })),
  )
}

/** Every history of every run as the server stores it, with what stands beside it; returns how many runs there were. */
export async function scanTemporal(scanner: Scanner, address: string): Promise<number> {
  const connection = await Connection.connect({ address })
  const client = new Client({ connection })
  let runs = 0
  for await (const { workflowId, runId } of client.workflow.list()) {
    const handle = client.workflow.getHandle(workflowId, runId)
    const history = await handle.fetchHistory()
    const where = `history ${workflowId}`
    scanner.look(where, proto.temporal.api.history.v1.History.encode(history).finish())
    const described = await handle.describe()
    // Memo and search attributes, and whatever else the server tells of a run.
    scanner.look(where, JSON.stringify(described.raw))
    const open = unencrypted(history)
    if (open.length > 0) scanner.look(where, open.join(' '))
    runs += 1
  }
  await connection.close()
  return runs
}

/** Texts of payloads that nobody encrypted, as they would be read. */
function unencrypted(value: unknown): string[] {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return []
  if ('metadata' in value && 'data' in value && value.data instanceof Uint8Array) {
    return [Buffer.from(value.data).toString('utf8')]
  }
  return Object.values(value).flatMap(unencrypted)
}

/** Logs of the programs that are ours; the sandbox plays the outside, which knows people by name. */
export function scanLogs(scanner: Scanner, dataDir: string): void {
  const folder = join(dataDir, 'logs')
  for (const name of readdirSync(folder).filter(one => one !== 'sandbox.log'))
    scanner.look(`log ${name}`, readFileSync(join(folder, name)))
}

export async function scanMetrics(scanner: Scanner, urls: readonly string[]): Promise<void> {
  for (const url of urls) scanner.look(`metrics ${url}`, await (await fetch(url)).text())
}

/** Paths that the worker called on the platforms, from the outside's own book. */
export async function scanCalls(scanner: Scanner, sandboxUrl: string): Promise<void> {
  const { entries }: { entries: { platform: string; path: string; correlation: string | null }[] } = JSON.parse(
    await (await fetch(`${sandboxUrl}/ledger`)).text(),
  )
  for (const { platform, path, correlation } of entries.filter(one => !['spid', 'staff'].includes(one.platform)))
    scanner.look(`call ${platform}`, `${path} ${correlation ?? ''}`)
}
