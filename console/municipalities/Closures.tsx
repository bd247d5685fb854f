import Button from '@mui/material/Button'
import TextField from '@mui/material/TextField'
import { useState } from 'react'
import type { OfficeCalendar } from '../api-types.d.ts'
import { useWords } from '../common/use-words.ts'
import { fromMonthDay, isYearly } from './calendar-day.ts'

type Closure = OfficeCalendar['closures'][number]

interface Props {
  closures: Closure[]
  /** Makes them editable. */
  onChange?: (closures: Closure[]) => void
}

/** Days on which the offices stay shut by their own choice, once or every year. */
export const Closures = ({ closures, onChange }: Props) => {
  const { t, day } = useWords()
  const sorted = closures.toSorted((a, b) => a.day.localeCompare(b.day))
  return (
    <>
      <h2 style={{ margin: '16px 0 8px' }}>{t('iter.calendar.closures')}</h2>
      {sorted.length === 0 && <p className="soft">{t('iter.calendar.no_closures')}</p>}
      <ul>
        {sorted.map(one => (
          <li key={one.day + one.name}>
            <b>{isYearly(one.day) ? `${fromMonthDay(one.day)}, ${t('iter.calendar.every_year')}` : day(one.day)}</b> ·{' '}
            {one.name}{' '}
            {onChange && (
              <Button
                variant="text"
                size="small"
                aria-label={t('iter.calendar.drop', { name: one.name })}
                onClick={() => onChange(closures.filter(other => other !== one))}
              >
                {t('ra.action.remove')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {onChange && <AddClosure onAdd={added => onChange([...closures, added])} />}
    </>
  )
}

const AddClosure = ({ onAdd }: { onAdd: (closure: Closure) => void }) => {
  const { t } = useWords()
  const [date, setDate] = useState('')
  const [name, setName] = useState('')
  const [yearly, setYearly] = useState(false)
  const add = () => {
    onAdd({ day: yearly ? date.slice(5) : date, name: name.trim() })
    setDate('')
    setName('')
  }
  return (
    <div className="fields">
      <TextField
        label={t('iter.calendar.closure_day')}
        type="date"
        value={date}
        slotProps={{ inputLabel: { shrink: true } }}
        onChange={event => setDate(event.target.value)}
      />
      <TextField label={t('iter.calendar.closure_name')} value={name} onChange={event => setName(event.target.value)} />
      <div className="checks">
        <label>
          <input type="checkbox" checked={yearly} onChange={event => setYearly(event.target.checked)} />
          {t('iter.calendar.every_year')}
        </label>
      </div>
      <Button disabled={!date || !name.trim()} onClick={add}>
        {t('iter.calendar.add')}
      </Button>
    </div>
  )
}
