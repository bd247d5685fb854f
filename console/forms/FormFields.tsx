import { useId } from 'react'
import type { Json, JsonObject } from '../../engine/json.ts'
import type { FormField } from '../api-types.d.ts'
import { Field } from './Field.tsx'

interface Props {
  fields: { field: FormField; required: boolean }[]
  values: JsonObject
  errors: Record<string, string>
  disabled?: boolean
  caseId?: string
  /** Side by side where the page is wide; groups and long texts take the whole line. */
  columns?: boolean
  onChange: (key: string, value: Json) => void
}

/** The fields of a form that are shown now, one under another. */
export const FormFields = ({ fields, values, errors, disabled = false, caseId, columns, onChange }: Props) => {
  const form = useId()
  return (
    <div className={columns ? 'fields' : ''}>
      {fields.map(({ field, required }) => (
        <Field
          key={field.key}
          field={field}
          id={`${form}-${field.key}`}
          value={values[field.key]}
          error={errors[field.key]}
          required={required}
          disabled={disabled}
          caseId={caseId}
          wide={['choice', 'multi-choice', 'textarea'].includes(field.type)}
          onChange={value => onChange(field.key, value)}
        />
      ))}
    </div>
  )
}
