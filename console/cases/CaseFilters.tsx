import { Fragment } from 'react'
import type { ListCasesAnswer } from '../api-types.d.ts'
import { Help } from '../common/Help.tsx'
import { useSession } from '../common/use-session.ts'
import { useCapped } from '../common/use-capped.ts'
import { useWords } from '../common/use-words.ts'
import { wordOfPhase } from '../common/words.ts'
import type { FilterName, Filters } from './list-address.ts'

const phases = ['waiting-task', 'waiting-outside', 'waiting-time', 'working', 'suspended', 'blocked'] as const
const opennesses = ['true', 'false', 'all'] as const

interface Props {
  filters: Filters
  counts: ListCasesAnswer['counts'] | null
  onChange: (change: Partial<Record<FilterName, string | undefined>>) => void
}

/** Filters with how many cases each would leave. */
export const CaseFilters = ({ filters, counts, onChange }: Props) => {
  const { t, text } = useWords()
  const ofOpen = { true: counts?.open, false: counts && counts.total - counts.open, all: counts?.total }
  const set = (name: FilterName, value: string) => onChange({ [name]: filters[name] === value ? undefined : value })
  return (
    <>
      <div className="filters" role="group" aria-label={t('iter.cases.filters')}>
        {opennesses.map(one => (
          <Toggle
            key={one}
            isOn={filters.open === one}
            count={filters.open === one ? (ofOpen[one] ?? undefined) : undefined}
            onClick={() => onChange({ open: one, phase: undefined, late: undefined, outcome: undefined })}
          >
            {t(`iter.cases.open.${one}`)}
          </Toggle>
        ))}
        {filters.open !== 'false' && (
          <>
            <span className="divider" aria-hidden="true" />
            <Toggle isOn={filters.late === 'true'} count={counts?.late} isLate onClick={() => set('late', 'true')}>
              {t('iter.cases.late')}
            </Toggle>
            {phases.map((phase, place) => (
              <Fragment key={phase}>
                <Toggle
                  isOn={filters.phase === phase}
                  count={counts?.phases[phase]}
                  onClick={() => set('phase', phase)}
                >
                  {t(`iter.phase.${phase}`)}
                </Toggle>
                <LastHelp of={phase} next={phases[place + 1]} />
              </Fragment>
            ))}
          </>
        )}
      </div>
      <div className="filters">
        <Choice
          label={t('iter.columns.procedure')}
          value={filters.procedure}
          options={(counts?.procedures ?? []).map(one => ({ ...one, label: text(one.title) }))}
          onChange={procedure => onChange({ procedure })}
        />
        {filters.open !== 'true' && (
          <Choice
            label={t('iter.list.outcome')}
            value={filters.outcome}
            options={(counts?.outcomes ?? []).map(one => ({
              ...one,
              label: t(`iter.outcome.${one.value}`, { _: one.value }),
            }))}
            onChange={outcome => onChange({ outcome })}
          />
        )}
        <OtherFilters filters={filters} office={counts?.office ?? null} onChange={onChange} />
      </div>
    </>
  )
}

/** A word is explained once, behind the last of the filters that use it. */
const LastHelp = ({ of: phase, next }: { of: string; next: string | undefined }) => {
  const word = wordOfPhase[phase]
  return word && word !== wordOfPhase[next ?? ''] ? <Help word={word} /> : null
}

interface ChoiceProps {
  label: string
  value: string | undefined
  options: { value: string; label: string; count: number }[]
  onChange: (value: string | undefined) => void
}

const Choice = ({ label, value = '', options, onChange }: ChoiceProps) => {
  const { t } = useWords()
  const capped = useCapped()
  if (options.length < 2 && value === '') return null
  return (
    <label className="row small">
      <span className="soft">{label}</span>
      <select value={value} onChange={event => onChange(event.target.value || undefined)}>
        <option value="">{t('iter.list.any')}</option>
        {value !== '' && !options.some(one => one.value === value) && <option value={value}>{value}</option>}
        {options.map(one => (
          <option key={one.value} value={one.value}>
            {one.label} ({capped(one.count)})
          </option>
        ))}
      </select>
    </label>
  )
}

/** Filters that come with a link, from the deadlines for one: said in words, and taken off one by one. */
const OtherFilters = ({ filters, office, onChange }: Omit<Props, 'counts'> & { office: string | null }) => {
  const { t, day } = useWords()
  const session = useSession()
  const townName = session?.municipalities.find(one => one.id === filters.municipality)?.name
  const said: { names: FilterName[]; words: string }[] = []
  if (filters.municipality && townName) said.push({ names: ['municipality'], words: townName })
  if (filters.office) said.push({ names: ['office'], words: t('iter.list.office', { office: office ?? '…' }) })
  if (filters.term) said.push({ names: ['term'], words: t(`iter.list.term.${filters.term}`) })
  if (filters.status) said.push({ names: ['status'], words: t(`iter.list.status.${filters.status}`) })
  if (filters.dueFrom || filters.dueTo) {
    const ends = { from: day(filters.dueFrom ?? null), to: day(filters.dueTo ?? null) }
    said.push({ names: ['dueFrom', 'dueTo'], words: t(dueWords(filters), ends) })
  }
  return said.map(({ names, words }) => (
    <Fragment key={names[0]}>
      <button
        type="button"
        className="toggle on"
        onClick={() => onChange(Object.fromEntries(names.map(name => [name, undefined])))}
      >
        {words} <span aria-hidden="true">×</span>
        <span className="visually-hidden">{t('iter.list.take_off')}</span>
      </button>
      {names.includes('term') && <Help word={filters.term === 'suspended' ? 'suspended' : 'legal_due'} />}
    </Fragment>
  ))
}

const dueWords = ({ dueFrom, dueTo }: Filters) => {
  if (!dueTo) return 'iter.list.due_from'
  return dueFrom ? 'iter.list.due_between' : 'iter.list.due_to'
}

interface ToggleProps {
  isOn: boolean
  count?: number | undefined
  isLate?: boolean
  onClick: () => void
  children: string
}

const Toggle = ({ isOn, count, isLate, onClick, children }: ToggleProps) => {
  const capped = useCapped()
  return (
    <button type="button" className={isOn ? 'toggle on' : 'toggle'} aria-pressed={isOn} onClick={onClick}>
      {children}
      {count !== undefined && count > 0 && <span className={isLate ? 'count bad' : 'count'}>{capped(count)}</span>}
    </button>
  )
}
