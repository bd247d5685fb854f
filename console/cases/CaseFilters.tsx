import type { ListCasesAnswer } from '../api-types.d.ts'
import { useWords } from '../common/use-words.ts'
import { without } from '../common/without.ts'

const phases = ['waiting-task', 'waiting-outside', 'waiting-time', 'working', 'suspended', 'blocked'] as const
const opennesses = ['true', 'false', ''] as const

interface Props {
  values: Record<string, unknown>
  counts: ListCasesAnswer['counts'] | null
  onChange: (values: Record<string, unknown>) => void
}

/** Filters with how many cases each would leave. */
export const CaseFilters = ({ values, counts, onChange }: Props) => {
  const { t } = useWords()
  const set = (name: string, value: string | undefined) => {
    const others = without(values, name)
    onChange(value === undefined ? others : { ...others, [name]: value })
  }
  const openness = typeof values['open'] === 'string' ? values['open'] : ''
  return (
    <div className="filters" role="group" aria-label={t('iter.cases.filters')}>
      {opennesses.map(one => (
        <Toggle key={one} isOn={openness === one} onClick={() => onChange(one === '' ? {} : { open: one })}>
          {t(`iter.cases.open.${one || 'all'}`)}
        </Toggle>
      ))}
      <span className="divider" aria-hidden="true" />
      <Toggle
        isOn={values['late'] === 'true'}
        count={counts?.late}
        isLate
        onClick={() => set('late', values['late'] ? undefined : 'true')}
      >
        {t('iter.cases.late')}
      </Toggle>
      {phases.map(phase => (
        <Toggle
          key={phase}
          isOn={values['phase'] === phase}
          count={counts?.phases[phase]}
          onClick={() => set('phase', values['phase'] === phase ? undefined : phase)}
        >
          {t(`iter.phase.${phase}`)}
        </Toggle>
      ))}
    </div>
  )
}

interface ToggleProps {
  isOn: boolean
  count?: number | undefined
  isLate?: boolean
  onClick: () => void
  children: string
}

const Toggle = ({ isOn, count, isLate, onClick, children }: ToggleProps) => (
  <button type="button" className={isOn ? 'toggle on' : 'toggle'} aria-pressed={isOn} onClick={onClick}>
    {children}
    {Boolean(count) && <span className={isLate ? 'count bad' : 'count'}>{count}</span>}
  </button>
)
