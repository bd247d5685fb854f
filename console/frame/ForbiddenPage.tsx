import { useTranslate } from 'react-admin'
import { Link } from 'react-router-dom'
import { Page } from '../common/Page.tsx'
import { useMay } from '../common/use-session.ts'
import { homeOf } from './home.ts'

/** For who comes by an address to a page that their role does not open: nothing is asked of the server for it. */
export const ForbiddenPage = () => {
  const t = useTranslate()
  const may = useMay()
  return (
    <Page title={t('iter.face.forbidden')}>
      <div className="face">
        <p className="soft">{t('iter.face.forbidden_text')}</p>
        <Link to={homeOf(may)}>{t('iter.face.home')}</Link>
      </div>
    </Page>
  )
}
