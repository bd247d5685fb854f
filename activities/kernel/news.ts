import type { Tx } from '../../db/client.ts'

type Transaction = <T>(fn: (tx: Tx) => Promise<T>) => Promise<T>

/** What the console does not show yet of a case when a step begins: told once, before the step touches anything. */
export interface News {
  /** A transaction that tells it along, unless it has been told: one commit instead of two. */
  along: Transaction
  /** There is nothing to tell along, or no more. */
  isTold: () => boolean
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
    isTold: () => isTold,
    tell: async () => {
      if (!isTold) await along(() => Promise.resolve())
    },
  }
}

/** News of a step that may well be over before anybody could have read it. */
export interface LateNews {
  /** What the step is given: its `tell` ends the waiting, it tells nothing. */
  news: News
  /** The step is over: whether its news has been told meanwhile. */
  end: () => Promise<boolean>
}

/** Told while the step lasts longer than `patienceMs`, otherwise left to a later one: many steps that follow each other at once are one piece of news. */
export function createLateNews(news: News, transaction: Transaction, patienceMs: number): LateNews {
  let told = Promise.resolve(false)
  const timer = setTimeout(() => {
    told = news.tell().then(
      () => true,
      () => false,
    )
  }, patienceMs)
  return {
    news: { along: transaction, isTold: () => true, tell: () => Promise.resolve() },
    end: () => {
      clearTimeout(timer)
      return told
    },
  }
}
