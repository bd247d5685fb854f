import type { Adapter, AdapterPayload } from 'oidc-provider'

interface Kept {
  payload: AdapterPayload
  until: number
}

/** Where the provider keeps sessions and codes: memory. A restart of the sandbox only means signing in again. */
export function createMemory(): (name: string) => Adapter {
  const kept = new Map<string, Kept>()
  return name => {
    const find = (matches: (payload: AdapterPayload) => boolean): AdapterPayload | undefined => {
      for (const [id, one] of kept) {
        if (one.until < Date.now()) kept.delete(id)
        else if (id.startsWith(`${name}/`) && matches(one.payload)) return one.payload
      }
      return undefined
    }
    return {
      upsert: async (id, given, expiresIn) => {
        const payload = name === 'Session' ? withoutPerson(given) : given
        kept.set(`${name}/${id}`, { payload, until: Date.now() + (expiresIn || 86_400) * 1000 })
      },
      find: async id => {
        const one = kept.get(`${name}/${id}`)
        return one && one.until >= Date.now() ? one.payload : undefined
      },
      findByUid: async uid => find(payload => payload.uid === uid),
      findByUserCode: async code => find(payload => payload.userCode === code),
      consume: async id => {
        const one = kept.get(`${name}/${id}`)
        if (one) one.payload.consumed = Math.floor(Date.now() / 1000)
      },
      destroy: async id => void kept.delete(`${name}/${id}`),
      revokeByGrantId: async grantId => {
        for (const [id, one] of kept) if (one.payload.grantId === grantId) kept.delete(id)
      },
    }
  }
}

/** A session that forgets who signed in: the next sign-in of the same browser may be another person. */
function withoutPerson({
  accountId: _accountId,
  loginTs: _loginTs,
  authorizations: _authorizations,
  ...rest
}: AdapterPayload): AdapterPayload {
  return rest
}
