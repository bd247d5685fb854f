import type { Plan } from '../plan.ts'
import type { State } from '../state.ts'
import { migrate } from './migrate.ts'
import type { Migration, Obstacle } from './migration.ts'

/** What would become of many cases: who can go over, and who cannot for which reason. */
export interface Preview {
  ready: string[]
  refused: { obstacle: Obstacle; cases: string[] }[]
}

/** The same function as the migration itself, over the states of many cases; nothing is changed. */
export function previewMigration(
  from: Plan,
  to: Plan,
  cases: { id: string; state: State }[],
  migration: Migration,
): Preview {
  const preview: Preview = { ready: [], refused: [] }
  for (const { id, state } of cases) {
    const result = migrate(from, to, state, migration)
    if ('state' in result) preview.ready.push(id)
    else for (const obstacle of result.refusals) add(preview, obstacle, id)
  }
  return preview
}

function add({ refused }: Preview, obstacle: Obstacle, id: string): void {
  const same = refused.find(
    it => it.obstacle.element === obstacle.element && it.obstacle.message.en === obstacle.message.en,
  )
  if (same === undefined) refused.push({ obstacle, cases: [id] })
  else same.cases.push(id)
}
