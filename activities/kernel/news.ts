import type { Tx } from '../../db/client.ts'

type Transaction = <T>(fn: (tx: Tx) => Promise<T>) => Promise<T>

/** What the console does not show yet of a case when a step begins: told once, before the step touches anything. */
export interface News {
  /** A transaction that tells it along, unless it has been told: one commit instead of two. */
  along: Transaction
  /** In a transaction of its own, unless it has been told. */
  tell: () => Promise<void>
}

/** `publish`, null when there is nothing to tell, may run again after a roll-back: a publication may come twice. */
export function createNews(transaction: Transaction, publish: ((tx: Tx) => Promise<unknown>) | null): News {
  let isTold = publish === null
  const along: Transaction = async fn => {
    if (publish === null || isTold) return transaction(fn)
    const [value] = await transaction(tx => Promise.all([fn(tx), publish(tx)]))
    isTold = true
    return value
  }
  return {
    along,
    tell: async () => {
      if (!isTold) await along(() => Promise.resolve())
    },
  }
}
