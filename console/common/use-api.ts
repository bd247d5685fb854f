import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useDataProvider, useNotify, useTranslate } from 'react-admin'
import type { IterDataProvider } from '../providers/data-provider.ts'
import { ApiError } from '../providers/http.ts'
import { answered } from './answered.ts'

export type Api = IterDataProvider

/**
 * Asks the server. The key's first word is the resource: live events make it stale by that name. What time alone changes is asked for again
 * after the milliseconds that `again` says of the last answer.
 */
export const useAsk = <T>(
  key: [string, ...unknown[]],
  ask: (api: Api) => Promise<T>,
  enabled = true,
  again: (answer: T) => number | false = () => false,
) => {
  const api = useDataProvider<Api>()
  return useQuery({
    queryKey: key,
    queryFn: async () => answered(await ask(api)),
    enabled,
    refetchInterval: ({ state: { data } }) => (data === undefined ? false : again(data)),
  })
}

interface Done<T> {
  /** Resources whose answers are stale afterwards. */
  stale: string[]
  /** Message key told when it is done; none when the page itself shows it. */
  told?: string
  onDone?: (answer: T) => void
  /** True when the caller shows the failure itself (field errors). */
  quiet?: boolean
}

/** Does something on the server, never optimistically. */
export const useDo = <Input, T>(act: (api: Api, input: Input) => Promise<T>, done: Done<T>) => {
  const api = useDataProvider<Api>()
  const client = useQueryClient()
  const notify = useNotify()
  const message = useErrorMessage()
  const refresh = () => Promise.all(done.stale.map(resource => client.invalidateQueries({ queryKey: [resource] })))
  return useMutation({
    mutationFn: async (input: Input) => answered(await act(api, input)),
    onSuccess: async answer => {
      if (done.told) notify(done.told, { type: 'success' })
      done.onDone?.(answer)
      await refresh()
    },
    onError: async error => {
      // Refused by the case, because somebody was faster perhaps: what is on screen is read again.
      if (!(error instanceof ApiError) || error.status === 409) await refresh()
      if (!done.quiet) notify(message(error), { type: 'error', autoHideDuration: 8000 })
    },
  })
}

/** The server's own sentence, or ours when it was not reached. */
export const useErrorMessage = () => {
  const t = useTranslate()
  return (error: unknown) => {
    const message = error instanceof Error ? error.message : ''
    return message ? t(message, { _: message }) : t('iter.error.unknown')
  }
}
