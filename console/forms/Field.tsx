import { useWords } from '../common/use-words.ts'
import { FieldInput } from './FieldInput.tsx'
import type { InputProps } from './input-props.ts'

type Props = InputProps & { wide?: boolean; required: boolean }

/** Label, whether it must be filled in, hint, input, error. Groups of options are a fieldset with a legend. */
export const Field = ({ wide, required, ...props }: Props) => {
  const { text, t } = useWords()
  const { field, id, error } = props
  const isGroup = field.type === 'multi-choice' || (field.type === 'choice' && (field.options?.length ?? 0) <= 7)
  const label = (
    <>
      {text(field.label)} <span className="hint">{t(required ? 'iter.form.required' : 'iter.form.optional')}</span>
    </>
  )
  const inside = (
    <>
      {field.help && (
        <p id={`${id}-help`} className="small soft">
          {text(field.help)}
        </p>
      )}
      <FieldInput {...props} />
      {error && (
        <p id={`${id}-error`} className="error">
          <span aria-hidden="true">■ </span>
          {error}
        </p>
      )}
    </>
  )
  const className = `field${wide ? ' wide' : ''}`
  if (field.type === 'boolean') return <div className={className}>{inside}</div>
  if (isGroup) {
    return (
      <fieldset className={className} id={id} tabIndex={-1} aria-describedby={error ? `${id}-error` : undefined}>
        <legend>{label}</legend>
        {inside}
      </fieldset>
    )
  }
  return (
    <div className={className}>
      <label id={`${id}-label`} htmlFor={id}>
        {label}
      </label>
      {inside}
    </div>
  )
}
