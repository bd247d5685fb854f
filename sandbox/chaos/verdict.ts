import type { Effect } from './control.ts'
import type { Played } from './play.ts'
import type { Compared } from './stale.ts'
import type { Story } from './stories.ts'

/** What came of a run. The last four must be empty. */
export interface Verdict {
  started: number
  asPredicted: number
  lost: string[]
  doubled: string[]
  stuck: string[]
  stale: string[]
}

interface Facts {
  stories: readonly Story[]
  played: readonly Played[]
  /** What the platforms saw. */
  effects: readonly Effect[]
  compared: Compared
}

export function judge({ stories, played, effects, compared }: Facts): Verdict {
  const kept = new Set(compared.cases)
  const accepted = played.map(one => one.caseId)
  const doubled = [...doubledCases(played, compared), ...played.flatMap(one => doubledEffects(one, effects))]
  return {
    started: stories.length,
    asPredicted: played.filter(one => one.missing.length === 0 && shortOf(one, effects).length === 0).length,
    lost: [
      ...accepted.filter(id => !kept.has(id)).map(id => `${id}: accepted, not kept`),
      ...compared.withoutWorkflow.map(id => `${id}: no workflow`),
      ...stories.filter(story => !played.some(one => one.story === story)).map(({ key }) => `${key}: never accepted`),
    ],
    doubled,
    stuck: played.flatMap(one => {
      const missing = [...one.missing, ...shortOf(one, effects)]
      return missing.length > 0 ? [`${one.caseId} ${one.number} (${one.story.end}): ${missing.join('; ')}`] : []
    }),
    stale: [...compared.stale].map(([id, why]) => `${id}: ${why}`),
  }
}

/** One key, one case; one case, one key. */
function doubledCases(played: readonly Played[], { cases }: Compared): string[] {
  const ids = new Set(played.map(one => one.caseId))
  const shared = played.length - ids.size
  const unknown = cases.filter(id => !ids.has(id))
  return [
    ...(shared > 0 ? [`${shared} requests share a case`] : []),
    ...unknown.map(id => `${id}: a case that no request was answered with`),
  ]
}

const counted = ['protocol', 'position', 'message'] as const
const words = { protocol: 'protocols', position: 'positions', message: 'messages' } as const

function countOf(one: Played, effects: readonly Effect[], kind: (typeof counted)[number]): number {
  return effects.filter(effect => effect.kind === kind && effect.caseId === one.caseId).length
}

function doubledEffects(one: Played, effects: readonly Effect[]): string[] {
  return counted.flatMap(kind => {
    const found = countOf(one, effects, kind)
    const wanted = one.story.expected[words[kind]]
    return found > wanted ? [`${one.caseId} (${one.story.end}): ${found} ${words[kind]}, not ${wanted}`] : []
  })
}

/** Effects that were due and did not come. */
function shortOf(one: Played, effects: readonly Effect[]): string[] {
  return counted.flatMap(kind => {
    const found = countOf(one, effects, kind)
    const wanted = one.story.expected[words[kind]]
    return found < wanted ? [`${found} ${words[kind]}, not ${wanted}`] : []
  })
}
