import MenuItem from '@mui/material/MenuItem'
import TextField from '@mui/material/TextField'
import { useWords } from '../common/use-words.ts'
import type { InputProps } from './input-props.ts'

/** More options than this are a drop-down list, fewer are cards that can be read at a glance. */
const mostCards = 7

/** One of several: nothing is chosen beforehand. */
export const ChoiceInput = (props: InputProps) => {
  const { field, id, value, error, disabled, onChange } = props
  const { text, t } = useWords()
  const options = field.options ?? []
  if (options.length === 0) return <p className="soft">{t('iter.form.no_options')}</p>
  if (options.length > mostCards) {
    return (
      <TextField
        id={id}
        select
        value={typeof value === 'string' ? value : ''}
        error={Boolean(error)}
        disabled={disabled}
        onChange={event => onChange(event.target.value)}
        slotProps={{ select: { SelectDisplayProps: { 'aria-labelledby': `${id}-label` } } }}
      >
        {options.map(option => (
          <MenuItem key={option.value} value={option.value}>
            {text(option.label)}
          </MenuItem>
        ))}
      </TextField>
    )
  }
  return (
    <div className="opts">
      {options.map(option => (
        <label key={option.value}>
          <input
            type="radio"
            name={id}
            value={option.value}
            checked={value === option.value}
            disabled={disabled}
            onChange={() => onChange(option.value)}
          />
          <span>
            <b>{text(option.label)}</b> {option.help && <span className="soft">{text(option.help)}</span>}
          </span>
        </label>
      ))}
    </div>
  )
}

export const ChecksInput = ({ field, value, disabled, onChange }: InputProps) => {
  const { text } = useWords()
  const chosen = Array.isArray(value) ? value : []
  return (
    <div className="checks">
      {(field.options ?? []).map(option => (
        <label key={option.value}>
          <input
            type="checkbox"
            checked={chosen.includes(option.value)}
            disabled={disabled}
            onChange={event =>
              onChange(
                (field.options ?? [])
                  .map(one => one.value)
                  .filter(one => (one === option.value ? event.target.checked : chosen.includes(one))),
              )
            }
          />
          {text(option.label)}
        </label>
      ))}
    </div>
  )
}
