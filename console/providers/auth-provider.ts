import type { AuthProvider } from 'react-admin'
import type { Session } from '../api-types.d.ts'
import type { Permission } from '../permission.ts'

interface Options {
  /** Asks the server who is signed in; rejects with status 401 when nobody is. */
  session: () => Promise<Session>
  /** Ends the session; answers where to go next, when the sign-in provider wants a visit too. */
  signOut: () => Promise<string | null>
  go: (address: string) => void
}

/** What a page needs before it is shown in the menu or opened. */
const needed: Record<string, Permission> = {
  tasks: 'tasks.read',
  cases: 'cases.read',
  deadlines: 'cases.read',
  imports: 'imports.read',
  incidents: 'incidents.read',
  restarts: 'incidents.read',
  municipalities: 'municipalities.read',
  payments: 'payments.read',
  flows: 'payments.read',
  journals: 'payments.read',
  exceptions: 'payments.read',
  regularisation: 'payments.read',
  differences: 'payments.read',
  audit: 'audit.read',
  checks: 'checks.read',
}

/** Sign-in is the server's (OpenID Connect, cookie session); here is only who is signed in and what that allows. */
export const createAuthProvider = ({
  session,
  signOut,
  go,
}: Options): AuthProvider & { session: () => Promise<Session> } => {
  let known: Promise<Session> | null = null
  const current = () => {
    known ??= session().catch(error => {
      known = null
      throw error
    })
    return known
  }

  return {
    session: current,
    login: async () => go(signInAddress('/')),
    logout: async () => {
      const wasSignedIn = known !== null
      known = null
      if (!wasSignedIn) return
      const next = await signOut().catch(() => null)
      if (next) go(next)
    },
    checkAuth: async () => {
      await current()
    },
    checkError: async error => {
      if (error?.status !== 401) return
      known = null
      throw error
    },
    getIdentity: async () => {
      const { person } = await current()
      return { id: person.id, fullName: person.name }
    },
    getPermissions: async () => (await current()).permissions,
    canAccess: async ({ resource }) => {
      const permission = needed[resource]
      return permission === undefined || may(await current(), permission)
    },
  }
}

/** Whether the person may do it in the town, or in any of theirs when none is named. */
export const may = (session: Session, permission: Permission, town?: string) => {
  const towns = session.permissions[permission] ?? []
  return town ? towns.includes(town) : towns.length > 0
}

/** Where the server starts the sign-in; it comes back to `location` afterwards. */
export const signInAddress = (location: string) => `/auth/login?returnTo=${encodeURIComponent(location)}`
