import type { Json } from '../../engine/json.ts'
import type { FormField } from '../api-types.d.ts'

export interface InputProps {
  field: FormField
  id: string
  value: Json | undefined
  error: string | undefined
  disabled: boolean
  onChange: (value: Json) => void
  /** Where a field of type `document` files its document. */
  caseId?: string | undefined
}

/** The ids of the error and the hint that belong to the input, for assistive technology. */
export const describedBy = ({ id, field, error }: InputProps) =>
  [error && `${id}-error`, field.help && `${id}-help`].filter(Boolean).join(' ') || undefined
