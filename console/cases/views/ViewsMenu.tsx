import { useState } from 'react'
import { Link } from 'react-router-dom'
import type { SavedView } from '../../api-types.d.ts'
import { Disclosure } from '../../common/Disclosure.tsx'
import { useAsk } from '../../common/use-api.ts'
import { useWords } from '../../common/use-words.ts'
import { DeleteView, EditView, NewView } from './ViewDialogs.tsx'
import type { ViewedList } from './viewed-list.ts'

type Open = { what: 'new' } | { what: 'edit' | 'delete'; view: SavedView } | null

/** Filters with a name: one's own, and those shared with the office or the town. Each is a link, to open and to pass on. */
export const ViewsMenu = ({ of: viewed }: { of: ViewedList }) => {
  const { t } = useWords()
  const { data } = useAsk(['views', viewed.list], api => api.views(viewed.list))
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
              <ViewLink view={view} to={viewed.address(view.query)} isCurrent={viewed.isSame(view.query)} />
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
      {open?.what === 'new' && <NewView of={viewed} onClose={close} />}
      {open?.what === 'edit' && <EditView view={open.view} of={viewed} onClose={close} />}
      {open?.what === 'delete' && <DeleteView view={open.view} onClose={close} />}
    </>
  )
}

const ViewLink = ({ view, to, isCurrent }: { view: SavedView; to: string; isCurrent: boolean }) => {
  const { t } = useWords()
  const shared = {
    me: t('iter.views.of_me'),
    office: t('iter.views.of_office', { office: view.office?.name ?? '', owner: view.owner?.name ?? '–' }),
    town: t('iter.views.of_town', { town: view.municipality.name, owner: view.owner?.name ?? '–' }),
  }
  return (
    <span>
      <Link to={to} {...(isCurrent && { 'aria-current': 'page' as const })}>
        {view.name}
      </Link>
      <span className="small soft"> {shared[view.audience]}</span>
    </span>
  )
}
