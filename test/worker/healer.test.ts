import { pino } from 'pino'
import type { Outage } from '../../worker/healer.ts'
import { heal } from '../../worker/healer.ts'

const log = pino({ level: 'silent' })
const anOutage = (municipality: string, incidents: number, platform = 'io'): Outage => ({
  municipality,
  platform,
  incidents,
})

/** One round over these outages: how many steps of each municipality were sent on their way. */
async function round(outages: Outage[], budget: number, isUp: (outage: Outage) => boolean = () => true) {
  const retried: Record<string, number> = {}
  const total = await heal(
    {
      outages: () => Promise.resolve(outages),
      probe: outage => Promise.resolve(isUp(outage)),
      retry: ({ municipality, incidents }, limit) => {
        retried[municipality] = Math.min(incidents, limit)
        return Promise.resolve(Math.min(incidents, limit))
      },
      log,
    },
    budget,
  )
  return { total, retried }
}

test('a platform that does not answer is left alone', async () => {
  const outages = [anOutage('a', 10), anOutage('b', 10)]

  expect(await round(outages, 100, ({ municipality }) => municipality === 'b')).toEqual({
    total: 10,
    retried: { b: 10 },
  })
})

test('a round never exceeds its budget, and a large municipality does not take it all', async () => {
  const { total, retried } = await round([anOutage('large', 50_000), anOutage('b', 5), anOutage('c', 50)], 60)

  expect(retried).toEqual({ large: 20, b: 5, c: 35 })
  expect(total).toBe(60)
})

test('with more outages than budget nobody gets more than one', async () => {
  const { total, retried } = await round(
    ['a', 'b', 'c'].map(name => anOutage(name, 9)),
    2,
  )

  expect(total).toBe(2)
  expect(Math.max(...Object.values(retried))).toBe(1)
})
