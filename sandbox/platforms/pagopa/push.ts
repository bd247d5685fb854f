import { setTimeout as sleep } from 'node:timers/promises'
import { withinTime } from '../../../activities/kernel/deadline.ts'
import type { Witness } from '../service.ts'
import type { Receipt } from './model.ts'
import type { Callback, Shelf } from './shelf.ts'

/** Sends receipts to the creditors that asked for them, until they are taken. */
export interface Pusher {
  /** Starts the delivery; returns at once. */
  deliver: (receipt: Receipt) => void
  /** Starts again what was not taken, for instance before a restart. */
  resume: (organization?: string) => void
  /** Waits for the deliveries under way. */
  settled: () => Promise<void>
}

const attempts = 5

/**
 * A receipt is tried at once, then after slot x (2^k - 1) for k = 1..5, the rule of the national platform. One that is
 * never taken is left for the next restart; the creditor can still read it.
 */
export function createPusher(
  shelf: Shelf,
  callbackOf: (organization: string) => Callback | null,
  slotSeconds: number,
  witness: Witness,
): Pusher {
  const running = new Map<string, Promise<void>>()
  const deliver = (receipt: Receipt): void => {
    const id = receipt.receiptId
    if (running.has(id)) return
    const work = push(receipt).finally(() => running.delete(id))
    running.set(id, work)
  }
  const push = async (receipt: Receipt): Promise<void> => {
    for (let attempt = 0; attempt <= attempts && !witness.closing.aborted; attempt += 1) {
      if (attempt > 0) await pause(slotSeconds * (2 ** attempt - 1), witness.closing)
      const callback = callbackOf(receipt.fiscalCode)
      if (!callback) return
      if (!(await post(receipt, callback, witness))) continue
      shelf.write({ type: 'pushed', receiptId: receipt.receiptId })
      if (witness.faults.take('pagopa', 'pagopa.push', ['duplicate-callback'])) await post(receipt, callback, witness)
      return
    }
  }
  return {
    deliver,
    resume: organization => {
      for (const receipt of shelf.receipts.values()) {
        const wanted = organization === undefined || receipt.fiscalCode === organization
        const isSent = shelf.pushed.has(receipt.receiptId) || shelf.lost.has(receipt.receiptId)
        if (wanted && !isSent) deliver(receipt)
      }
    },
    settled: async () => {
      await Promise.all(running.values())
    },
  }
}

/** True when the creditor took the receipt. */
async function post(receipt: Receipt, callback: Callback, witness: Witness): Promise<boolean> {
  const send = async (signal: AbortSignal) => {
    const response = await fetch(callback.url, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${callback.token}`,
        'content-type': 'application/json',
        'x-correlation-id': receipt.receiptId,
      },
      body: JSON.stringify(receipt),
      signal,
    })
    await response.body?.cancel()
    return response.status
  }
  const status = await withinTime(10_000, [witness.closing], send).catch(() => null)
  const taken = status !== null && status >= 200 && status < 300
  witness.ledger.record({
    platform: 'pagopa',
    call: 'pagopa.push',
    method: 'POST',
    path: new URL(callback.url).pathname,
    correlation: receipt.receiptId,
    key: receipt.noticeNumber,
    status,
    ...(taken && { effect: { kind: 'push', id: receipt.receiptId } }),
  })
  return taken
}

async function pause(seconds: number, signal: AbortSignal): Promise<void> {
  await sleep(seconds * 1000, null, { signal }).catch(() => null)
}
