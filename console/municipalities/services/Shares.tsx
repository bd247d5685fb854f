import Button from '@mui/material/Button'
import type { JsonObject } from '../../../engine/json.ts'
import { useWords } from '../../common/use-words.ts'
import { without } from '../../common/without.ts'
import { FormFields } from '../../forms/FormFields.tsx'
import { shareFields } from './service-fields.ts'
import { type Faults, mostShares, typedAs } from './service-form.ts'

interface Props {
  shares: JsonObject[]
  faults: Faults
  disabled: boolean
  onChange: (shares: JsonObject[]) => void
  onFaults: (change: (faults: Faults) => Faults) => void
}

/** The parts of the debt that go to other bodies, such as the province's TEFA on a TARI bill. */
export const Shares = ({ shares, faults, disabled, onChange, onFaults }: Props) => {
  const { t } = useWords()
  return (
    <>
      {shares.map((share, index) => (
        // Nothing but its place tells one share from another while it is typed.
        <fieldset key={index} className="plain">
          <legend>
            <b>{t('iter.services.share', { number: index + 1 })}</b>
          </legend>
          <FormFields
            columns
            fields={shareFields.map(field => ({ field, required: field.required === true }))}
            values={share}
            errors={errorsOf(faults, index)}
            disabled={disabled}
            onChange={(key, value) => {
              onChange(shares.map((one, at) => (at === index ? { ...one, [key]: typedAs(key, value) } : one)))
              onFaults(known => without(known, `shares.${index}.${key}`))
            }}
          />
          <Button
            variant="text"
            color="error"
            disabled={disabled}
            onClick={() => {
              onChange(shares.filter((_, at) => at !== index))
              // The places behind it move up: what was said of them is checked again when it is saved.
              onFaults(known => Object.fromEntries(Object.entries(known).filter(([key]) => !key.startsWith('shares.'))))
            }}
          >
            {t('iter.services.drop_share', { number: index + 1 })}
          </Button>
        </fieldset>
      ))}
      {shares.length < mostShares && (
        <div>
          <Button disabled={disabled} onClick={() => onChange([...shares, {}])}>
            {t('iter.services.add_share')}
          </Button>
        </div>
      )}
    </>
  )
}

const errorsOf = (faults: Faults, index: number): Faults => {
  const prefix = `shares.${index}.`
  return Object.fromEntries(
    Object.entries(faults).flatMap(([path, words]) =>
      path.startsWith(prefix) ? [[path.slice(prefix.length), words]] : [],
    ),
  )
}
