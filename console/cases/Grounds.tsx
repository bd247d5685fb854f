import { useWords } from '../common/use-words.ts'

const grounds = ['applicant', 'mistake', 'duplicate', 'impossible', 'other'] as const

interface Props {
  value: string
  onChange: (ground: string) => void
}

/** On what ground a case is closed before its end: nothing is chosen beforehand. */
export const Grounds = ({ value, onChange }: Props) => {
  const { t } = useWords()
  return (
    <fieldset className="field">
      <legend>
        {t('iter.act.ground')} <span className="hint">{t('iter.form.required')}</span>
      </legend>
      <div className="opts">
        {grounds.map(ground => (
          <label key={ground}>
            <input
              type="radio"
              name="ground"
              value={ground}
              checked={value === ground}
              onChange={() => onChange(ground)}
            />
            <span>{t(`iter.ground.${ground}`)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
