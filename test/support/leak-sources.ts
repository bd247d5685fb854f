import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { Connection, type WorkflowService } from '@temporalio/client'
import proto from '@temporalio/proto'

import { citizens } from '../../sandbox/platforms/citizens.ts'
import { staff } from '../../sandbox/demo/staff.ts'
import { towns } from '../../sandbox/platforms/towns.ts'
import type { Scanner, Secret } from './leak-scan.ts'

const { DescribeWorkflowExecutionResponse } = proto.temporal.api.workflowservice.v1
type WorkflowExecution = proto.temporal.api.common.v1.IWorkflowExecution

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

/**
 * Every history of every run as the server stores it, with what stands beside it; returns how many runs there were.
 * The server is asked without a client of ours: that one would want the key to read a run's memo.
 */
export async function scanTemporal(scanner: Scanner, address: string): Promise<number> {
  const connection = await Connection.connect({ address })
  const server = connection.workflowService
  const namespace = 'default'
  let runs = 0
  let nextPageToken: Uint8Array | undefined
  do {
    const page = await server.listWorkflowExecutions({ namespace, ...(nextPageToken && { nextPageToken }) })
    for (const { execution } of page.executions) {
      if (!execution) throw new Error('The server lists a run without telling which.')
      const where = `history ${execution.workflowId ?? ''}`
      const described = await server.describeWorkflowExecution({ namespace, execution })
      // Memo and search attributes, and whatever else the server tells of a run.
      look(scanner, where, described, DescribeWorkflowExecutionResponse.encode(described).finish())
      for await (const history of historyOf(server, namespace, execution))
        look(scanner, where, history, proto.temporal.api.history.v1.History.encode(history).finish())
      runs += 1
    }
    nextPageToken = page.nextPageToken.length > 0 ? page.nextPageToken : undefined
  } while (nextPageToken)
  await connection.close()
  return runs
}

async function* historyOf(server: WorkflowService, namespace: string, execution: WorkflowExecution) {
  let nextPageToken: Uint8Array | undefined
  do {
    const answer = await server.getWorkflowExecutionHistory({
      namespace,
      execution,
      ...(nextPageToken && { nextPageToken }),
    })
    if (answer.history) yield answer.history
    nextPageToken = answer.nextPageToken.length > 0 ? answer.nextPageToken : undefined
  } while (nextPageToken)
}

/** As it goes over the wire, and its open payloads as they would be read. */
function look(scanner: Scanner, where: string, message: unknown, bytes: Uint8Array): void {
  scanner.look(where, bytes)
  const open = unencrypted(message)
  if (open.length > 0) scanner.look(where, open.join(' '))
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
