import { createTurns } from '../../activities/kernel/turns.ts'

const tick = () => new Promise(resolve => setImmediate(resolve))

/** Runs holders of these keys at once and watches how many are inside. */
async function run(limit: number, keys: string[]) {
  const turns = createTurns(limit)
  const inside = new Map<string, number>()
  const order: number[] = []
  let most = 0
  let mostOfOneKey = 0
  const controller = new AbortController()
  await Promise.all(
    keys.map((key, index) =>
      turns.hold(key, controller.signal, async () => {
        inside.set(key, (inside.get(key) ?? 0) + 1)
        order.push(index)
        most = Math.max(
          most,
          [...inside.values()].reduce((sum, one) => sum + one, 0),
        )
        mostOfOneKey = Math.max(mostOfOneKey, inside.get(key) ?? 0)
        await tick()
        inside.set(key, (inside.get(key) ?? 0) - 1)
      }),
    ),
  )
  return { most, mostOfOneKey, order }
}

describe('turns', () => {
  it('let one holder per key in, and never more than the limit', async () => {
    const keys = Array.from({ length: 9 }, (_, i) => `town ${i % 5}`)
    const { most, mostOfOneKey, order } = await run(2, keys)
    expect([most, mostOfOneKey, order.length]).toEqual([2, 1, 9])
  })

  it('serve one key in order of arrival', async () => {
    const { order } = await run(3, Array<string>(8).fill('town'))
    expect(order).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  })

  it('go on after a holder that threw, and without those that gave up', async () => {
    const turns = createTurns(1)
    const patient = new AbortController()
    const hasty = new AbortController()
    const thrown = turns.hold('a', patient.signal, async () => {
      await tick()
      throw new Error('x')
    })
    const left = turns.hold('a', hasty.signal, async () => 'never')
    const stayed = turns.hold('b', patient.signal, async () => 'here')
    hasty.abort()
    await expect(thrown).rejects.toThrow('x')
    await expect(left).resolves.toBeNull()
    await expect(stayed).resolves.toEqual({ value: 'here' })
  })
})
