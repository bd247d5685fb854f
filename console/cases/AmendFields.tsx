import TextField from '@mui/material/TextField'
import type { Json, JsonObject } from '../../engine/json.ts'
import type { AllowedAct } from '../api-types.d.ts'
import { useWords } from '../common/use-words.ts'

interface Props {
  fields: AllowedAct['fields']
  values: JsonObject
  onChange: (path: string, value: Json) => void
}

/** The data that a failed step was given, or the result a person states; each value keeps its JSON type. */
export const AmendFields = ({ fields, values, onChange }: Props) => {
  const { text } = useWords()
  return fields.map(field => {
    if (field.type === 'boolean') {
      return (
        <div key={field.path} className="checks">
          <label>
            <input
              type="checkbox"
              checked={values[field.path] === true}
              onChange={event => onChange(field.path, event.target.checked)}
            />
            {text(field.label)}
          </label>
        </div>
      )
    }
    return (
      <TextField
        key={field.path}
        label={text(field.label)}
        required={field.required}
        value={written(values[field.path])}
        type={isNumber(field.type) ? 'number' : 'text'}
        onChange={event => onChange(field.path, read(event.target.value, field.type))}
        sx={{ mt: 1 }}
      />
    )
  })
}

const isNumber = (type: string) => type === 'integer' || type === 'number'

const written = (value: Json | undefined) => {
  if (value === null || value === undefined) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

const read = (typed: string, type: string): Json => {
  if (typed === '') return null
  if (isNumber(type)) return Number(typed)
  if (type === 'object' || type === 'array') {
    try {
      return JSON.parse(typed)
    } catch {
      return typed
    }
  }
  return typed
}
