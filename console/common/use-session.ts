import { useAuthProvider, useStore } from 'react-admin'
import { useQuery } from '@tanstack/react-query'
import type { Session } from '../api-types.d.ts'
import type { Permission } from '../permission.ts'
import { may } from '../providers/auth-provider.ts'

/** Who is signed in; the frame is drawn only when it is known. */
export const useSession = () => {
  const provider = useAuthProvider()
  const { data } = useQuery<Session>({
    queryKey: ['session'],
    queryFn: () => provider?.['session'](),
    staleTime: Infinity,
  })
  return data
}

/** Whether the person may do it: in the town, or in any of theirs. */
export const useMay = () => {
  const session = useSession()
  return (permission: Permission, town?: string) => session !== undefined && may(session, permission, town)
}

/** The town switch: a municipality's id, or '' for all of mine when they are several. */
export const useTown = (): [string, (town: string) => void] => {
  const session = useSession()
  const [town, setTown] = useStore<string>('town', '')
  const mine = session?.municipalities ?? []
  const only = mine.length === 1 ? (mine[0]?.id ?? '') : ''
  return [mine.some(one => one.id === town) ? town : only, setTown]
}
