import type { Permission } from '../permission.ts'

const homes = [
  { to: '/tasks', needs: 'tasks.read' },
  { to: '/payments', needs: 'payments.import' },
  { to: '/incidents', needs: 'incidents.read' },
  { to: '/cases', needs: 'cases.read' },
  { to: '/municipalities', needs: 'municipalities.read' },
  { to: '/audit', needs: 'audit.read' },
] as const satisfies { to: string; needs: Permission }[]

/** The first page that is the person's: tasks for an office, payments for the accountant, open failures for the consortium. */
export const homeOf = (may: (permission: Permission) => boolean): string =>
  homes.find(home => may(home.needs))?.to ?? '/cases'
