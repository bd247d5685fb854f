import InputAdornment from '@mui/material/InputAdornment'
import TextField from '@mui/material/TextField'
import { useState } from 'react'
import { useWords } from '../common/use-words.ts'
import { toCents } from '../format.ts'
import { ChecksInput, ChoiceInput } from './choice-inputs.tsx'
import { DocumentInput } from './DocumentInput.tsx'
import { describedBy, type InputProps } from './input-props.ts'

/** The input for a field of any type; its label, hint and error are drawn by `Field`. */
export const FieldInput = (props: InputProps) => {
  switch (props.field.type) {
    case 'choice':
      return <ChoiceInput {...props} />
    case 'multi-choice':
      return <ChecksInput {...props} />
    case 'boolean':
      return <BooleanInput {...props} />
    case 'money':
      return <MoneyInput {...props} />
    case 'integer':
      return <IntegerInput {...props} />
    case 'document':
      return <DocumentInput {...props} />
    case 'date':
      return <PlainInput {...props} type="date" />
    case 'textarea':
      return <PlainInput {...props} rows={3} />
    case 'text':
      return <PlainInput {...props} />
  }
}

const PlainInput = (props: InputProps & { type?: string; rows?: number }) => {
  const { field, id, value, error, disabled, onChange, type = 'text', rows } = props
  return (
    <TextField
      id={id}
      type={type}
      value={typeof value === 'string' ? value : ''}
      error={Boolean(error)}
      disabled={disabled}
      {...(rows ? { multiline: true, minRows: rows } : {})}
      onChange={event => onChange(event.target.value === '' ? null : event.target.value)}
      slotProps={{
        htmlInput: {
          'aria-describedby': describedBy(props),
          'aria-required': field.required === true,
          maxLength: field.maxLength,
          ...(type === 'date' ? { min: field.min, max: field.max } : {}),
        },
      }}
    />
  )
}

const IntegerInput = (props: InputProps) => {
  const { id, value, error, disabled, onChange, field } = props
  return (
    <TextField
      id={id}
      type="number"
      value={typeof value === 'number' ? value : ''}
      error={Boolean(error)}
      disabled={disabled}
      onChange={event => onChange(event.target.value === '' ? null : Number.parseInt(event.target.value, 10))}
      slotProps={{ htmlInput: { 'aria-describedby': describedBy(props), min: field.min, max: field.max, step: 1 } }}
    />
  )
}

/** Typed as people write it (64,50), kept as whole cents. What is no amount stays on screen and counts as missing. */
const MoneyInput = (props: InputProps) => {
  const { id, value, error, disabled, onChange } = props
  const [typed, setTyped] = useState(typeof value === 'number' ? (value / 100).toFixed(2).replace('.', ',') : '')
  return (
    <TextField
      id={id}
      value={typed}
      error={Boolean(error)}
      disabled={disabled}
      onChange={event => {
        setTyped(event.target.value)
        onChange(toCents(event.target.value))
      }}
      slotProps={{
        htmlInput: { 'aria-describedby': describedBy(props), inputMode: 'decimal' },
        input: { endAdornment: <InputAdornment position="end">€</InputAdornment> },
      }}
    />
  )
}

const BooleanInput = (props: InputProps) => {
  const { text } = useWords()
  const { id, value, disabled, onChange, field } = props
  return (
    <div className="checks">
      <label>
        <input
          id={id}
          type="checkbox"
          checked={value === true}
          disabled={disabled}
          aria-describedby={describedBy(props)}
          onChange={event => onChange(event.target.checked)}
        />
        {text(field.label)}
      </label>
    </div>
  )
}
