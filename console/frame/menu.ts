import type { Permission } from '../permission.ts'

export interface Entry {
  key: string
  to: string
  needs: Permission
  /** What its badge counts. */
  counted?: Work | Money
}

export type Work = 'tasks' | 'cases' | 'deadlines' | 'incidents'
const money = ['payments', 'exceptions', 'regularisation'] as const
export type Money = (typeof money)[number]
export const isMoney = (counted: Work | Money): counted is Money => money.some(one => one === counted)

/** The menu: what the role may not see is not there. */
export const groups: { key: string; entries: Entry[] }[] = [
  {
    key: 'work',
    entries: [
      { key: 'tasks', to: '/tasks', needs: 'tasks.read', counted: 'tasks' },
      { key: 'cases', to: '/cases', needs: 'cases.read', counted: 'cases' },
      { key: 'deadlines', to: '/deadlines', needs: 'cases.read', counted: 'deadlines' },
      { key: 'imports', to: '/imports', needs: 'imports.read' },
    ],
  },
  {
    key: 'payments_group',
    entries: [
      { key: 'payments', to: '/payments', needs: 'payments.read', counted: 'payments' },
      { key: 'flows', to: '/flows', needs: 'payments.read' },
      { key: 'journals', to: '/journals', needs: 'payments.read' },
      { key: 'exceptions', to: '/exceptions', needs: 'payments.read', counted: 'exceptions' },
      { key: 'regularisation', to: '/regularisation', needs: 'payments.read', counted: 'regularisation' },
    ],
  },
  {
    key: 'failures',
    entries: [
      { key: 'incidents', to: '/incidents', needs: 'incidents.read', counted: 'incidents' },
      { key: 'restarts', to: '/restarts', needs: 'incidents.read' },
    ],
  },
  {
    key: 'consortium',
    entries: [
      { key: 'municipalities', to: '/municipalities', needs: 'municipalities.read' },
      { key: 'audit', to: '/audit', needs: 'audit.read' },
      { key: 'checks', to: '/checks', needs: 'checks.read' },
    ],
  },
]

/** Pages that no entry of the menu leads to. */
const others: Pick<Entry, 'to' | 'needs'>[] = [
  { to: '/cases/create', needs: 'cases.create' },
  { to: '/differences', needs: 'payments.read' },
]

/** What one must be allowed for a page; null where everybody who is signed in is shown something. */
export const neededFor = (pathname: string): Permission | null => {
  // Who has no tasks is led to the page that is theirs.
  if (pathname === '/tasks') return null
  const pages = [...others, ...groups.flatMap(({ entries }) => entries)]
  return pages.find(({ to }) => pathname === to || pathname.startsWith(`${to}/`))?.needs ?? null
}
