import { useEffect, useRef, useState } from 'react'
import { useLocaleState, useLogout, useTranslate } from 'react-admin'
import { Link, useNavigate } from 'react-router-dom'
import Menu from '@mui/material/Menu'
import MenuItem from '@mui/material/MenuItem'
import { isElsewhere, useShortcutsSwitch } from '../common/shortcuts.ts'
import { useMay, useSession, useTown } from '../common/use-session.ts'
import { useLiveState } from './live-context.ts'
import { SessionsDialog } from './SessionsDialog.tsx'

interface Props {
  onMenu: () => void
  isMenuOpen: boolean
}

export const TopBar = ({ onMenu, isMenuOpen }: Props) => {
  const t = useTranslate()
  const may = useMay()
  return (
    <header className="top">
      <button
        type="button"
        className="plain menu-button"
        aria-expanded={isMenuOpen}
        aria-controls="main-menu"
        onClick={onMenu}
      >
        <span aria-hidden="true">☰</span> {t('iter.frame.menu')}
      </button>
      <Link className="name" to="/">
        {t('iter.frame.name')}
      </Link>
      <TownSwitch />
      {may('cases.read') && <SearchBox />}
      <LiveMark />
      <LanguageSwitch />
      <PersonMenu />
    </header>
  )
}

const TownSwitch = () => {
  const t = useTranslate()
  const session = useSession()
  const [town, setTown] = useTown()
  const towns = session?.municipalities ?? []
  if (towns.length < 2) return <span className="town">{towns[0]?.name ?? '…'}</span>
  return (
    <select aria-label={t('iter.frame.town')} value={town} onChange={event => setTown(event.target.value)}>
      <option value="">{t('iter.frame.all_towns', { count: towns.length })}</option>
      {towns.map(one => (
        <option key={one.id} value={one.id}>
          {one.name}
        </option>
      ))}
    </select>
  )
}

/** What is typed goes to the results page by router state and from there by POST: it never stands in an address. */
const SearchBox = () => {
  const t = useTranslate()
  const navigate = useNavigate()
  const [q, setQ] = useState('')
  const box = useRef<HTMLInputElement>(null)
  const [hasShortcuts] = useShortcutsSwitch()

  useEffect(() => {
    if (!hasShortcuts) return undefined
    const focus = (event: KeyboardEvent) => {
      if (event.key !== '/' || isElsewhere(event)) return
      event.preventDefault()
      box.current?.focus()
    }
    window.addEventListener('keydown', focus)
    return () => window.removeEventListener('keydown', focus)
  }, [hasShortcuts])

  return (
    <form
      role="search"
      onSubmit={event => {
        event.preventDefault()
        if (q.trim().length >= 2) void navigate('/search', { state: { q: q.trim() } })
      }}
    >
      <input
        ref={box}
        type="search"
        value={q}
        autoComplete="off"
        aria-label={t('iter.frame.search')}
        placeholder={t('iter.frame.search_hint')}
        onChange={event => setQ(event.target.value)}
      />
    </form>
  )
}

const LiveMark = () => {
  const t = useTranslate()
  const state = useLiveState()
  return (
    <span className="live" role="status">
      <span className={`dot ${state}`} aria-hidden="true" />
      {t(`iter.live.${state}`)}
    </span>
  )
}

const LanguageSwitch = () => {
  const t = useTranslate()
  const [locale, setLocale] = useLocaleState()
  useEffect(() => {
    document.documentElement.lang = locale
  }, [locale])
  const next = locale === 'it' ? 'en' : 'it'
  return (
    <button
      type="button"
      className="plain"
      lang={next}
      aria-label={t('iter.frame.language')}
      onClick={() => setLocale(next)}
    >
      {t('iter.frame.language_short')}
    </button>
  )
}

const PersonMenu = () => {
  const t = useTranslate()
  const session = useSession()
  const logout = useLogout()
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  const [hasSessions, setSessions] = useState(false)
  const office = session?.memberships.find(one => one.office)?.office?.name
  return (
    <>
      <button
        type="button"
        className="plain"
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        onClick={event => setAnchor(event.currentTarget)}
      >
        {[session?.person.name, office].filter(Boolean).join(' · ')} <span aria-hidden="true">▾</span>
      </button>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
        {session?.memberships.map(one => (
          <MenuItem
            key={`${one.municipality.id}${one.role}${one.office?.code}`}
            disabled
            dense
            sx={{ '&.Mui-disabled': { opacity: 1 } }}
          >
            {[t(`iter.role.${one.role}`), one.office?.name, one.municipality.name].filter(Boolean).join(' · ')}
          </MenuItem>
        ))}
        <MenuItem
          aria-haspopup="dialog"
          onClick={() => {
            setAnchor(null)
            setSessions(true)
          }}
        >
          {t('iter.frame.sessions')}
        </MenuItem>
        <MenuItem onClick={() => void logout()}>{t('iter.frame.sign_out')}</MenuItem>
      </Menu>
      {hasSessions && <SessionsDialog onClose={() => setSessions(false)} />}
    </>
  )
}
