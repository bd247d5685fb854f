import Button from '@mui/material/Button'
import MenuItem from '@mui/material/MenuItem'
import TextField from '@mui/material/TextField'
import { useState } from 'react'
import type { ListAbsencesAnswer } from '../api-types.d.ts'
import { useDo } from '../common/use-api.ts'
import { useSession } from '../common/use-session.ts'
import { useWords } from '../common/use-words.ts'
import { fieldErrors } from '../providers/http.ts'

type Props = Pick<ListAbsencesAnswer, 'people' | 'mayForOthers'> & { town: string }

/** From when, to when, who stands in. The server says what cannot be, at its field. */
export const AbsenceForm = ({ town, people, mayForOthers }: Props) => {
  const { t } = useWords()
  const me = useSession()?.person.id ?? ''
  const blank = { person: mayForOthers ? '' : me, substitute: '', firstDay: '', lastDay: '' }
  const [values, setValues] = useState(blank)
  const save = useDo((api, body: typeof blank) => api.setAbsence(town, body), {
    stale: ['absences', 'tasks', 'counts'],
    told: 'iter.absence.saved',
    quiet: true,
    onDone: () => setValues(blank),
  })
  const errors = fieldErrors(save.error)
  const isWhole = Object.values(values).every(Boolean)
  const field = (name: keyof typeof blank) => ({
    id: `absence-${name}`,
    label: t(`iter.absence.${name}`),
    value: values[name],
    error: Boolean(errors[name] ?? errors[`body.${name}`]),
    helperText: errors[name] ?? errors[`body.${name}`],
    required: true,
    onChange: (event: { target: { value: string } }) => setValues({ ...values, [name]: event.target.value }),
  })
  const day = { type: 'date', slotProps: { inputLabel: { shrink: true } } }
  const options = (left: string) =>
    people
      .filter(person => person.id !== left)
      .map(person => (
        <MenuItem key={person.id} value={person.id}>
          {person.name}
        </MenuItem>
      ))
  return (
    <form
      noValidate
      onSubmit={event => {
        event.preventDefault()
        if (isWhole && !save.isPending) save.mutate(values)
      }}
    >
      <h3 style={{ margin: '8px 0 16px' }}>{t('iter.absence.new')}</h3>
      <div className="fields" style={{ rowGap: 16, marginBottom: 16 }}>
        {mayForOthers && (
          <TextField select {...field('person')}>
            {options('')}
          </TextField>
        )}
        <TextField {...field('firstDay')} {...day} />
        <TextField {...field('lastDay')} {...day} />
        <TextField select {...field('substitute')}>
          {options(values.person)}
        </TextField>
      </div>
      <Button type="submit" variant="contained" disabled={!isWhole || save.isPending}>
        {t('iter.absence.save')}
      </Button>
    </form>
  )
}
