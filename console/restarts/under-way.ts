import type { IncidentGroup, Restart } from '../api-types.d.ts'

/** Every case has been asked for and some have not told yet what came of it: for whoever looks on, it still goes on. */
export const stateOf = ({ state, counts }: Restart): Restart['state'] =>
  state === 'done' && counts.asked > 0 ? 'running' : state

export const isUnderWay = (restart: Restart): boolean => stateOf(restart) === 'running'

/** How many of its cases have told what came of them. */
export const toldOf = ({ counts }: Restart): number => counts.total - counts.waiting - counts.asked

/** The one that is about to restart what stands in this group. */
export const restartOf = (group: IncidentGroup, restarts: readonly Restart[]): Restart | undefined =>
  restarts.find(
    one =>
      isUnderWay(one) &&
      one.cause.platform === group.platform &&
      one.cause.kind === group.kind &&
      one.cause.code === group.code &&
      one.municipalities.some(town => group.municipalities.some(({ id }) => id === town.id)),
  )
