import fc from 'fast-check'
import {
  admit,
  type Circuit,
  type CircuitLimits,
  closedCircuit,
  failed,
  fullBucket,
  succeeded,
  take,
} from '../../activities/kernel/circuit.ts'

const limits: CircuitLimits = { threshold: 3, openMs: 1000, maxOpenMs: 4000 }

function afterFailures(count: number, now = 0): Circuit {
  let circuit = closedCircuit
  for (let i = 0; i < count; i += 1) circuit = failed(circuit, now, limits)
  return circuit
}

describe('circuit', () => {
  it.each([
    [0, 'closed'],
    [2, 'closed'],
    [3, 'open'],
    [9, 'open'],
  ])('after %i failures in a row is %s', (count, mode) => expect(afterFailures(count).mode).toBe(mode))

  it('forgets failures when a call succeeds', () => {
    expect(failed(succeeded(afterFailures(2)), 0, limits)).toEqual({ mode: 'closed', failures: 1 })
  })

  it('admits nobody while open, then one trial', () => {
    const open = afterFailures(3)
    expect(admit(open, 999, limits).admitted).toBe(false)
    const trial = admit(open, 1000, limits)
    expect(trial).toMatchObject({ admitted: true, circuit: { mode: 'half-open' } })
    expect(admit(trial.circuit, 1001, limits).admitted).toBe(false)
  })

  it('lets another trial through when the first one never came back', () => {
    const { circuit } = admit(afterFailures(3), 1000, limits)
    expect(admit(circuit, 2000, limits).admitted).toBe(true)
  })

  it('stays open twice as long after each failed trial, up to a limit', () => {
    let circuit = afterFailures(3)
    const waits: number[] = []
    for (let i = 0; i < 4; i += 1) {
      const now = circuit.mode === 'closed' ? 0 : circuit.until
      circuit = failed(admit(circuit, now, limits).circuit, now, limits)
      if (circuit.mode !== 'closed') waits.push(circuit.until - now)
    }
    expect(waits).toEqual([2000, 4000, 4000, 4000])
  })

  it('closes when the trial succeeds', () => {
    expect(succeeded(admit(afterFailures(3), 1000, limits).circuit)).toEqual(closedCircuit)
  })
})

describe('bucket', () => {
  const rate = { perSecond: 10, burst: 5 }

  it('never gives more than the burst plus the rate, whatever the pattern of calls', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 200 }), gaps => {
        let bucket = fullBucket(0, rate)
        let now = 0
        let given = 0
        for (const gap of gaps) {
          now += gap
          const taken = take(bucket, now, rate)
          bucket = taken.bucket
          if (taken.waitMs === 0) given += 1
        }
        expect(given).toBeLessThanOrEqual(rate.burst + (now * rate.perSecond) / 1000 + 1e-6)
      }),
    )
  })

  it('gives a token after exactly the wait it names', () => {
    let bucket = fullBucket(0, rate)
    for (let i = 0; i < 5; i += 1) bucket = take(bucket, 0, rate).bucket
    const { waitMs, bucket: empty } = take(bucket, 0, rate)
    expect(waitMs).toBe(100)
    expect(take(empty, 99, rate).waitMs).toBeGreaterThan(0)
    expect(take(empty, 100, rate).waitMs).toBe(0)
  })
})
