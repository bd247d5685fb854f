import { Suspense, useContext, useEffect, useState } from 'react'
import { type CoreLayoutProps, useTranslate } from 'react-admin'
import { useLocation } from 'react-router-dom'
import { Loading } from '../common/faces.tsx'
import { useMay, useSession } from '../common/use-session.ts'
import { ForbiddenPage } from './ForbiddenPage.tsx'
import { LiveContext } from './live-context.ts'
import { MainMenu } from './MainMenu.tsx'
import { neededFor } from './menu.ts'
import { PageBoundary } from './PageBoundary.tsx'
import { TopBar } from './TopBar.tsx'

/** Bar, menu and page. Live events run while the frame is on screen, that is while somebody is signed in. */
export const Frame = ({ children }: CoreLayoutProps) => {
  const t = useTranslate()
  const session = useSession()
  const live = useContext(LiveContext)
  const { pathname } = useLocation()
  const may = useMay()
  const needed = neededFor(pathname)
  const isForbidden = session !== undefined && needed !== null && !may(needed)
  const [isMenuOpen, setMenuOpen] = useState(false)

  useEffect(() => {
    live?.start()
    return live?.stop
  }, [live])
  useEffect(() => setMenuOpen(false), [pathname])

  return (
    <>
      <a className="skip" href="#main-content">
        {t('ra.navigation.skip_nav')}
      </a>
      <TopBar onMenu={() => setMenuOpen(open => !open)} isMenuOpen={isMenuOpen} />
      {session?.rehearsal && (
        <aside className="rehearsal" aria-label={t('iter.frame.rehearsal_label')}>
          <span>{t('iter.frame.rehearsal')}</span>
        </aside>
      )}
      <div className="frame">
        <MainMenu isOpen={isMenuOpen} />
        <main className="page" id="main-content" tabIndex={-1}>
          <PageBoundary key={pathname}>
            <Suspense fallback={<Loading rows={8} />}>{isForbidden ? <ForbiddenPage /> : children}</Suspense>
          </PageBoundary>
        </main>
        <footer className="foot small">
          <a href="/accessibility">{t('iter.frame.accessibility')}</a>
        </footer>
      </div>
    </>
  )
}
