import { CancellationScope, condition, sleep } from '@temporalio/workflow'
import type { Instant } from '../../engine/json.ts'

/** The case's one durable timer. */
export interface Alarm {
  /** Waits until the deadline has come (true) or `awake` says that there is something to do (false). */
  wait: (deadline: Instant | null, awake: () => boolean) => Promise<boolean>
}

/** The timer is set only when the case rests, and again only when the deadline has moved: deadlines that come and go in between cost nothing. */
export function createAlarm(): Alarm {
  let armed: { at: Instant; scope: CancellationScope } | null = null

  const disarm = () => {
    const previous = armed
    armed = null
    previous?.scope.cancel()
  }

  const arm = (at: Instant) => {
    const mine = { at, scope: new CancellationScope() }
    armed = mine
    const ring = () => {
      if (armed === mine) armed = null
    }
    mine.scope.run(() => sleep(Math.max(1, Date.parse(at) - Date.now()))).then(ring, ring)
  }

  return {
    async wait(deadline, awake) {
      if (isOver(deadline)) return true
      if (armed?.at !== deadline) {
        disarm()
        if (deadline !== null) arm(deadline)
      }
      await condition(() => awake() || (deadline !== null && armed === null))
      return isOver(deadline)
    },
  }
}

const isOver = (deadline: Instant | null): boolean => deadline !== null && Date.parse(deadline) <= Date.now()
