import { useState } from 'react'
import { Link } from 'react-router-dom'
import type { SavedView } from '../../api-types.d.ts'
import { Disclosure } from '../../common/Disclosure.tsx'
import { useAsk } from '../../common/use-api.ts'
import { useWords } from '../../common/use-words.ts'
import { isSameView, type ListState, viewAddress } from '../list-address.ts'
import { DeleteView, EditView, NewView } from './ViewDialogs.tsx'

type Open = { what: 'new' } | { what: 'edit' | 'delete'; view: SavedView } | null

/** Filters with a name: one's own, and those shared with the office or the town. Each is a link, to open and to pass on. */
export const ViewsMenu = ({ state }: { state: ListState }) => {
  const { t } = useWords()
  const { data } = useAsk(['views'], api => api.views())
  const [open, setOpen] = useState<Open>(null)
  const close = () => setOpen(null)
  const views = data?.items ?? []
  return (
    <>
      <Disclosure label={t('iter.views.title')}>
        {views.length === 0 && <p className="soft">{t('iter.views.none')}</p>}
        <ul className="views">
          {views.map(view => (
            <li key={view.id}>
              <ViewLink view={view} isCurrent={isSameView(view.query, state)} />
              {view.mayChange && (
                <span className="row">
                  <button type="button" className="link" onClick={() => setOpen({ what: 'edit', view })}>
                    {t('iter.views.change')}
                    <span className="visually-hidden"> {view.name}</span>
                  </button>
                  <button type="button" className="link" onClick={() => setOpen({ what: 'delete', view })}>
                    {t('iter.views.delete')}
                    <span className="visually-hidden"> {view.name}</span>
                  </button>
                </span>
              )}
            </li>
          ))}
        </ul>
        <button type="button" className="link" onClick={() => setOpen({ what: 'new' })}>
          {t('iter.views.save')}
        </button>
      </Disclosure>
      {open?.what === 'new' && <NewView state={state} onClose={close} />}
      {open?.what === 'edit' && <EditView view={open.view} state={state} onClose={close} />}
      {open?.what === 'delete' && <DeleteView view={open.view} onClose={close} />}
    </>
  )
}

const ViewLink = ({ view, isCurrent }: { view: SavedView; isCurrent: boolean }) => {
  const { t } = useWords()
  const shared = {
    me: t('iter.views.of_me'),
    office: t('iter.views.of_office', { office: view.office?.name ?? '', owner: view.owner?.name ?? '–' }),
    town: t('iter.views.of_town', { town: view.municipality.name, owner: view.owner?.name ?? '–' }),
  }
  return (
    <span>
      <Link to={viewAddress(view.query)} {...(isCurrent && { 'aria-current': 'page' as const })}>
        {view.name}
      </Link>
      <span className="small soft"> {shared[view.audience]}</span>
    </span>
  )
}
