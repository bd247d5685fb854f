import { createRounds } from '../../activities/kernel/rounds.ts'

/** A run that keeps what it was asked and ends when it is told to. */
function aRun() {
  const rounds: string[][] = []
  const ends: ((error?: Error) => void)[] = []
  const ask = createRounds<string, string>(asked => {
    rounds.push(asked)
    return new Promise((resolve, reject) => {
      ends.push(error => (error ? reject(error) : resolve(asked.map(one => one.toUpperCase()))))
    })
  })
  const begun = async (count: number) => {
    while (rounds.length < count) await new Promise(resolve => setImmediate(resolve))
  }
  return { ask, rounds, ends, begun }
}

describe('rounds', () => {
  it('take whoever asked while another was under way together, each with its own answer', async () => {
    const { ask, rounds, ends, begun } = aRun()
    const first = ask('a')
    await begun(1)
    const others = [ask('b'), ask('c')]
    ends[0]?.()
    await expect(first).resolves.toBe('A')
    await begun(2)
    ends[1]?.()
    await expect(Promise.all(others)).resolves.toEqual(['B', 'C'])
    expect(rounds).toEqual([['a'], ['b', 'c']])
  })

  it('never run two at a time', async () => {
    const { ask, rounds, ends, begun } = aRun()
    const all = [ask('a')]
    await begun(1)
    all.push(ask('b'))
    await new Promise(resolve => setTimeout(resolve, 20))
    expect(rounds).toEqual([['a']])
    ends[0]?.()
    await begun(2)
    ends[1]?.()
    await expect(Promise.all(all)).resolves.toEqual(['A', 'B'])
  })

  it('fail for all of theirs and go on for the next', async () => {
    const { ask, ends, begun } = aRun()
    const failing = Promise.allSettled([ask('a'), ask('b')])
    await begun(1)
    ends[0]?.(new Error('away'))
    expect((await failing).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    const next = ask('c')
    await begun(2)
    ends[1]?.()
    await expect(next).resolves.toBe('C')
  })
})
