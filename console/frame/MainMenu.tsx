import { useTranslate } from 'react-admin'
import { NavLink } from 'react-router-dom'
import type { Permission } from '../permission.ts'
import { useAsk } from '../common/use-api.ts'
import { useCapped } from '../common/use-capped.ts'
import { useMay, useTown } from '../common/use-session.ts'

interface Entry {
  key: string
  to: string
  needs: Permission
  /** What its badge counts. */
  counted?: Work | Money
}

type Work = 'tasks' | 'cases' | 'deadlines' | 'incidents'
const money = ['payments', 'exceptions', 'regularisation'] as const
type Money = (typeof money)[number]
const isMoney = (counted: Work | Money): counted is Money => money.some(one => one === counted)

/** The menu: what the role may not see is not there. */
const groups: { key: string; entries: Entry[] }[] = [
  {
    key: 'work',
    entries: [
      { key: 'tasks', to: '/tasks', needs: 'tasks.read', counted: 'tasks' },
      { key: 'cases', to: '/cases', needs: 'cases.read', counted: 'cases' },
      { key: 'deadlines', to: '/deadlines', needs: 'cases.read', counted: 'deadlines' },
      { key: 'imports', to: '/imports', needs: 'imports.read' },
    ],
  },
  {
    key: 'payments_group',
    entries: [
      { key: 'payments', to: '/payments', needs: 'payments.read', counted: 'payments' },
      { key: 'flows', to: '/flows', needs: 'payments.read' },
      { key: 'journals', to: '/journals', needs: 'payments.read' },
      { key: 'exceptions', to: '/exceptions', needs: 'payments.read', counted: 'exceptions' },
      { key: 'regularisation', to: '/regularisation', needs: 'payments.read', counted: 'regularisation' },
    ],
  },
  {
    key: 'failures',
    entries: [
      { key: 'incidents', to: '/incidents', needs: 'incidents.read', counted: 'incidents' },
      { key: 'restarts', to: '/restarts', needs: 'incidents.read' },
    ],
  },
  {
    key: 'consortium',
    entries: [
      { key: 'municipalities', to: '/municipalities', needs: 'municipalities.read' },
      { key: 'audit', to: '/audit', needs: 'audit.read' },
      { key: 'checks', to: '/checks', needs: 'checks.read' },
    ],
  },
]

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
