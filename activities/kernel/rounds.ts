/**
 * Whoever asks while a round is under way waits for the next one, which takes all of them at once: the more is asked, the more goes together, and
 * whoever is alone waits for nobody. `run` answers in the order asked; when it fails, all of its round do.
 */
export function createRounds<Q, A>(run: (asked: Q[]) => Promise<A[]>): (one: Q) => Promise<A> {
  let waiting: Waiting<Q, A>[] = []
  let underWay: Promise<void> = Promise.resolve()

  const takeAll = async () => {
    // A busy process takes longer to come back to this, and more will have asked by then; an idle one comes back at once.
    await new Promise(resolve => setImmediate(resolve))
    const round = waiting
    waiting = []
    try {
      const answers = await run(round.map(({ one }) => one))
      answers.forEach((answer, place) => round[place]?.resolve(answer))
    } catch (error) {
      round.forEach(({ reject }) => reject(error))
    }
  }

  return one =>
    new Promise<A>((resolve, reject) => {
      waiting.push({ one, resolve, reject })
      // Only the first of a round starts it.
      if (waiting.length === 1) underWay = underWay.then(takeAll)
    })
}

interface Waiting<Q, A> {
  one: Q
  resolve: (answer: A) => void
  reject: (error: unknown) => void
}
