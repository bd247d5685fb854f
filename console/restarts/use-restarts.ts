import { useQuery } from '@tanstack/react-query'
import { useDataProvider } from 'react-admin'
import { answered } from '../common/answered.ts'
import type { IterDataProvider } from '../providers/data-provider.ts'

const unfinishedEvery = 3_000

/**
 * Mass retries, the running ones watched: what the last cases answer comes after the list has been worked off, and no event tells of it.
 */
export const useRestarts = (town: string) => {
  const api = useDataProvider<IterDataProvider>()
  return useQuery({
    queryKey: ['restarts', 'list', town],
    queryFn: async () => answered(await api.restarts(town)),
    refetchInterval: ({ state }) =>
      state.data?.items.some(({ counts }) => counts.waiting + counts.asked > 0) ? unfinishedEvery : false,
  })
}
