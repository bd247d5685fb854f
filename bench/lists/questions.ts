import type { CaseFilter, CaseSort } from '../../db/queries/list-cases.ts'
import { CASE_SORTS } from '../../db/queries/list-cases.ts'
import { surnames } from './names.ts'

/** One list of cases as it can be asked for, over HTTP and of the database. */
export interface CaseQuestion {
  query: Record<string, string>
  filter: CaseFilter
  sort: CaseSort
  direction: 'asc' | 'desc'
}

const open = ['running', 'suspended'] as const
const closed = ['completed', 'failed', 'closed'] as const

interface Choice {
  query: Record<string, string>
  filter: CaseFilter
}

const none: Choice = { query: {}, filter: {} }

/** Every filter that the list offers, with each of its values and with none. */
const facets: Choice[][] = [
  [
    none,
    ...['canteen-enrolment', 'school-transport', 'nursery-place'].map(procedure => ({
      query: { procedure },
      filter: { procedures: [procedure] },
    })),
  ],
  [
    none,
    { query: { open: 'true' }, filter: { statuses: [...open] } },
    { query: { open: 'false' }, filter: { statuses: [...closed] } },
    ...[...open, ...closed].map(status => ({ query: { status }, filter: { statuses: [status] } })),
  ],
  [
    none,
    ...(['working', 'waiting-task', 'waiting-outside', 'waiting-time', 'blocked', 'suspended', 'ended'] as const).map(
      phase => ({ query: { phase }, filter: { phases: [phase] } }),
    ),
  ],
  [
    none,
    ...['approved', 'rejected', 'withdrawn'].map(outcome => ({ query: { outcome }, filter: { outcomes: [outcome] } })),
  ],
  [none, ...[true, false].map(late => ({ query: { late: String(late) }, filter: { late } }))],
]

const sortNames: CaseSort[] = ['updatedAt', 'receivedAt', 'since', 'number', 'subjectName', 'due']

/** All combinations of sort, direction and filters: 32,256 of them. */
export function allQuestions(): CaseQuestion[] {
  if (sortNames.length !== Object.keys(CASE_SORTS).length) throw new Error('A sort is not measured')
  const combined = facets.reduce<Choice[]>(
    (before, facet) =>
      before.flatMap(one =>
        facet.map(next => ({ query: { ...one.query, ...next.query }, filter: { ...one.filter, ...next.filter } })),
      ),
    [none],
  )
  return combined.flatMap(({ query, filter }) =>
    sortNames.flatMap(sort =>
      (['asc', 'desc'] as const).map(direction => ({
        query: { ...query, sort: sort === 'subjectName' ? 'subject' : sort, order: direction },
        filter,
        sort,
        direction,
      })),
    ),
  )
}

/** Each `one`-th question with at most one filter, and `more` of the others, the same ones at each run. */
export function someQuestions({ one, more }: { one: number; more: number }): CaseQuestion[] {
  const every = allQuestions()
  const simple = every.filter(({ query }) => Object.keys(query).length <= 3).filter((_, index) => index % one === 0)
  const others = every.filter(({ query }) => Object.keys(query).length > 3)
  // A step that shares no factor with the number of questions passes all kinds of them.
  const stride = 7919
  return [...simple, ...Array.from({ length: more }, (_, index) => others[(index * stride) % others.length] ?? never())]
}

function never(): never {
  throw new Error('There are no questions')
}

/** Words that people search for: common and rare names, two words, numbers, parts of codes. */
export const searches: string[] = [
  ...surnames.slice(0, 20),
  'rossi luca',
  'ferrari sofia',
  'mensa',
  'mensa-2025-000123',
  'scuolabus-2024-12',
  'a1b2c3',
  'zzzzzz',
  'bianchi 2025',
  'de luca anna',
  '4127/2026',
]
