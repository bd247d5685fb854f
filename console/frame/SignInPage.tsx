import Button from '@mui/material/Button'
import { useEffect } from 'react'
import { useTranslate } from 'react-admin'
import { useLocation } from 'react-router-dom'
import { signInAddress } from '../providers/auth-provider.ts'

/** One button: who one is, the town's sign-in provider says. Afterwards the page that was open opens again. */
export const SignInPage = () => {
  const t = useTranslate()
  const { state, search } = useLocation()
  const back = returnTo(state)
  const error = new URLSearchParams(search).get('error')
  useEffect(() => {
    document.title = `${t('iter.sign_in.title')} · Iter`
  }, [t])
  return (
    <main className="sign-in">
      <div className="panel">
        <h1>{t('iter.sign_in.title')}</h1>
        <p>{t('iter.sign_in.text')}</p>
        {error && (
          <p role="alert" className="late">
            {t(`iter.sign_in.error.${error}`, { _: t('iter.sign_in.error.failed') })}
          </p>
        )}
        <Button variant="contained" size="large" href={signInAddress(back)}>
          {t('iter.sign_in.button')}
        </Button>
        {back !== '/' && <p className="small soft">{t('iter.sign_in.back')}</p>}
        <a className="small" href="/accessibility">
          {t('iter.frame.accessibility')}
        </a>
      </div>
    </main>
  )
}

/** react-admin leaves the page that asked for a sign-in in the router's state. */
const returnTo = (state: unknown) => {
  if (typeof state !== 'object' || state === null || !('nextPathname' in state)) return '/'
  const search = 'nextSearch' in state && typeof state.nextSearch === 'string' ? state.nextSearch : ''
  return typeof state.nextPathname === 'string' ? state.nextPathname + search : '/'
}
