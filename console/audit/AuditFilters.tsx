import TextField from '@mui/material/TextField'
import { type ReactNode, useState } from 'react'
import { useAsk } from '../common/use-api.ts'
import { useWords } from '../common/use-words.ts'

interface Props {
  address: URLSearchParams
  town: string
  onChange: (change: Record<string, string | undefined>) => void
}

/** By person, action, case and days. */
export const AuditFilters = ({ address, town, onChange }: Props) => {
  const { t, text } = useWords()
  const { data } = useAsk(['audit-choices', town], api => api.auditChoices(town))
  const actor = address.get('actor') ?? ''
  const isKnown = (data?.people ?? []).some(one => one.id === actor)
  return (
    <div className="filters" role="group" aria-label={t('iter.cases.filters')}>
      <Choice label={t('iter.audit.actor')} value={actor} onChange={value => onChange({ actor: value })}>
        {actor !== '' && !isKnown && <option value={actor}>{t('iter.register.former')}</option>}
        {data?.people.map(one => (
          <option key={one.id} value={one.id}>
            {one.name}
          </option>
        ))}
      </Choice>
      <Choice
        label={t('iter.audit.action')}
        value={address.get('action') ?? ''}
        onChange={value => onChange({ action: value })}
      >
        {data?.actions.map(one => (
          <option key={one.key} value={one.key}>
            {text(one.label)}
          </option>
        ))}
      </Choice>
      <NumberBox key={address.get('number')} value={address.get('number') ?? ''} onChange={onChange} />
      {(['from', 'to'] as const).map(name => (
        <TextField
          key={name}
          type="date"
          label={t(`iter.audit.${name}`)}
          value={address.get(name) ?? ''}
          slotProps={{ inputLabel: { shrink: true } }}
          onChange={event => onChange({ [name]: event.target.value || undefined })}
        />
      ))}
    </div>
  )
}

interface ChoiceProps {
  label: string
  value: string
  onChange: (value: string | undefined) => void
  children: ReactNode
}

const Choice = ({ label, value, onChange, children }: ChoiceProps) => {
  const { t } = useWords()
  return (
    <label className="row small">
      <span className="soft">{label}</span>
      <select value={value} onChange={event => onChange(event.target.value || undefined)}>
        <option value="">{t('iter.list.any')}</option>
        {children}
      </select>
    </label>
  )
}

/** Asked when it is complete: with Enter, or when the box is left. */
const NumberBox = ({ value, onChange }: { value: string; onChange: Props['onChange'] }) => {
  const { t } = useWords()
  const [typed, setTyped] = useState(value)
  const ask = () => {
    if (typed.trim() !== value) onChange({ number: typed.trim() || undefined })
  }
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        ask()
      }}
    >
      <TextField
        label={t('iter.register.case_number')}
        value={typed}
        onChange={event => setTyped(event.target.value)}
        onBlur={ask}
      />
    </form>
  )
}
