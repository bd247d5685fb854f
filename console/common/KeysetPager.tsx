import { useTranslate } from 'react-admin'
import { Link, useLocation } from 'react-router-dom'

/** Pages by a cursor in the address: Back, a reload and a colleague's browser show the same rows. The way back stands in the history's state. */
export const KeysetPager = ({ next }: { next: string | null }) => {
  const t = useTranslate()
  const { pathname, search, state } = useLocation()
  const before = cursorsOf(state)
  const cursor = new URLSearchParams(search).get('cursor')
  if (!cursor && !next) return null
  const at = (one: string) => {
    const address = new URLSearchParams(search)
    address.delete('row')
    if (one) address.set('cursor', one)
    else address.delete('cursor')
    return `${pathname}?${address}`
  }
  const previous = before.at(-1)
  return (
    <nav className="row pager" aria-label={t('iter.table.pages')}>
      {cursor && <Link to={at('')}>{t('iter.list.first')}</Link>}
      {cursor && previous !== undefined && (
        <Link rel="prev" to={at(previous)} state={{ before: before.slice(0, -1) }}>
          {t('iter.table.previous')}
        </Link>
      )}
      {(before.length > 0 || !cursor) && (
        <span className="soft">{t('ra.navigation.current_page', { page: before.length + 1 })}</span>
      )}
      {next && (
        <Link rel="next" to={at(next)} state={{ before: [...before, cursor ?? ''] }}>
          {t('iter.table.next')}
        </Link>
      )}
    </nav>
  )
}

/** Cursors of the pages before this one, as far as one has come through them. */
const cursorsOf = (state: unknown): string[] => {
  if (typeof state !== 'object' || state === null || !('before' in state) || !Array.isArray(state.before)) return []
  return state.before.filter(one => typeof one === 'string')
}
