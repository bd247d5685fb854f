import { useTranslate } from 'react-admin'
import { NavLink } from 'react-router-dom'
import { useAsk } from '../common/use-api.ts'
import { useCapped } from '../common/use-capped.ts'
import { useMay, useTown } from '../common/use-session.ts'
import { groups, isMoney, type Money, type Work } from './menu.ts'

export const MainMenu = ({ isOpen }: { isOpen: boolean }) => {
  const t = useTranslate()
  const may = useMay()
  const shown = groups
    .map(group => ({ ...group, entries: group.entries.filter(entry => may(entry.needs)) }))
    .filter(group => group.entries.length > 0)
  return (
    <nav id="main-menu" className={isOpen ? 'side open' : 'side'} aria-label={t('iter.frame.menu')}>
      {shown.map(group => (
        <section key={group.key} aria-labelledby={`menu-${group.key}`}>
          <h2 id={`menu-${group.key}`}>{t(`iter.menu.${group.key}`)}</h2>
          <ul>
            {group.entries.map(entry => (
              <li key={entry.key}>
                <NavLink to={entry.to}>
                  {t(`iter.menu.${entry.key}`)}
                  {entry.counted && isMoney(entry.counted) && <MoneyBadges of={entry.counted} />}
                  {entry.counted && !isMoney(entry.counted) && <WorkBadges of={entry.counted} />}
                </NavLink>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  )
}

/** A red badge means late, nothing else. Only what the person may read is asked: the others have no entry. */
const WorkBadges = ({ of: entry }: { of: Work }) => {
  const [town] = useTown()
  const { data } = useAsk(['counts', entry, town], api => api.counts(entry, town))
  return data ? <Badges {...data} words={`iter.menu.${entry === 'deadlines' ? 'this_week' : 'open'}`} /> : null
}

/** One question for the three of them. */
const MoneyBadges = ({ of: entry }: { of: Money }) => {
  const [town] = useTown()
  const { data } = useAsk(['payments', 'badges', town], api => api.paymentBadges(town))
  if (!data) return null
  const counts = {
    payments: { open: data.payments, late: 0 },
    exceptions: { open: data.exceptions, late: data.alarms },
    regularisation: { open: data.toRegularise, late: data.regularisationLate },
  }
  return <Badges {...counts[entry]} words="iter.menu.to_see" />
}

const Badges = ({ open, late, words }: { open: number; late: number; words: string }) => {
  const t = useTranslate()
  const capped = useCapped()
  return (
    <span>
      {late > 0 && (
        <span className="count bad">
          {capped(late)}
          <span className="visually-hidden"> {t('iter.menu.late')}</span>
        </span>
      )}
      {open > 0 && (
        <span className="count">
          {capped(open)}
          <span className="visually-hidden"> {t(words)}</span>
        </span>
      )}
    </span>
  )
}
