import Button from '@mui/material/Button'
import Skeleton from '@mui/material/Skeleton'
import type { ReactNode } from 'react'
import { useTranslate } from 'react-admin'
import { useErrorMessage } from './use-api.ts'

interface Asked<T> {
  data: T | undefined
  error: unknown
  isPending: boolean
  refetch: () => unknown
}

interface Props<T> {
  of: Asked<T>
  isEmpty?: (data: T) => boolean
  /** Says what will appear here and how. */
  empty?: ReactNode
  rows?: number
  children: (data: T) => ReactNode
}

/** The four faces of everything that comes from the server: loading, failed, empty, full. What is known stays on screen while it is asked again. */
export const Faces = <T,>({ of: asked, isEmpty, empty, rows = 4, children }: Props<T>) => {
  if (asked.data !== undefined) return isEmpty?.(asked.data) ? empty : children(asked.data)
  if (asked.error) return <Failed error={asked.error} retry={asked.refetch} />
  return <Loading rows={rows} />
}

export const Loading = ({ rows = 4 }: { rows?: number }) => {
  const t = useTranslate()
  return (
    <div role="status" aria-label={t('iter.face.loading')}>
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} height={40} animation="wave" />
      ))}
    </div>
  )
}

export const Failed = ({ error, retry }: { error: unknown; retry: () => unknown }) => {
  const t = useTranslate()
  const message = useErrorMessage()
  return (
    <div className="face" role="alert">
      <h2>{t('iter.face.failed')}</h2>
      <p className="soft">{message(error)}</p>
      <Button onClick={() => void retry()}>{t('iter.face.retry')}</Button>
    </div>
  )
}

export const Empty = ({ title, children }: { title: string; children?: ReactNode }) => (
  <div className="face">
    <h2>{title}</h2>
    <div className="soft">{children}</div>
  </div>
)
