import Button from '@mui/material/Button'
import TextField from '@mui/material/TextField'
import { useState } from 'react'
import type { OfficeCalendar } from '../api-types.d.ts'
import { Faces } from '../common/faces.tsx'
import { useAsk, useDo } from '../common/use-api.ts'
import { useMay } from '../common/use-session.ts'
import { useWords } from '../common/use-words.ts'
import { fromMonthDay, toMonthDay } from './calendar-day.ts'
import { Closures } from './Closures.tsx'

const weekdays = [1, 2, 3, 4, 5, 6, 7]

/** How the town's offices count working days: their week, their patron saint, their own closures. */
export const CalendarTab = ({ town }: { town: string }) => {
  const calendar = useAsk(['municipalities', 'calendar', town], api => api.calendar(town))
  return <Faces of={calendar}>{data => <Calendar key={data.revision} town={town} calendar={data} />}</Faces>
}

const Calendar = ({ town, calendar }: { town: string; calendar: OfficeCalendar }) => {
  const { t, moment } = useWords()
  const mayManage = useMay()('offices.manage', town)
  const [workingDays, setWorkingDays] = useState(calendar.workingDays)
  const [patron, setPatron] = useState({
    name: calendar.patron?.name ?? '',
    day: calendar.patron ? fromMonthDay(calendar.patron.day) : '',
  })
  const [closures, setClosures] = useState(calendar.closures)
  const save = useDo(
    api =>
      api.saveCalendar(town, calendar.revision, {
        workingDays,
        closures,
        patron: patron.name ? { name: patron.name, day: toMonthDay(patron.day) ?? '' } : null,
      }),
    { stale: ['municipalities'], told: 'iter.calendar.saved' },
  )
  const isPatron = patron.name === '' ? patron.day === '' : toMonthDay(patron.day) !== null
  const toggle = (day: number, isOn: boolean) =>
    setWorkingDays(isOn ? [...workingDays, day] : workingDays.filter(one => one !== day))
  return (
    <section className="panel">
      <p className="soft">{t('iter.calendar.text')}</p>
      <p className="small">
        {calendar.changedAt
          ? t('iter.calendar.since', { name: calendar.changedBy?.name ?? '–', at: moment(calendar.changedAt) })
          : t('iter.calendar.ordinary')}
      </p>
      <fieldset className="plain" disabled={!mayManage} style={{ marginTop: 12 }}>
        <legend>{t('iter.calendar.working')}</legend>
        <div className="checks row">
          {weekdays.map(day => (
            <label key={day}>
              <input
                type="checkbox"
                checked={workingDays.includes(day)}
                onChange={event => toggle(day, event.target.checked)}
              />
              {t(`iter.calendar.weekday.${day}`)}
            </label>
          ))}
        </div>
      </fieldset>
      <h2 style={{ margin: '16px 0 8px' }}>{t('iter.calendar.patron')}</h2>
      <div className="fields">
        <TextField
          label={t('iter.calendar.patron_name')}
          value={patron.name}
          disabled={!mayManage}
          helperText={t('iter.calendar.patron_help')}
          onChange={event => setPatron({ ...patron, name: event.target.value })}
        />
        <TextField
          label={t('iter.calendar.patron_day')}
          placeholder={t('iter.calendar.patron_format')}
          value={patron.day}
          disabled={!mayManage}
          error={!isPatron}
          helperText={isPatron ? t('iter.calendar.patron_format') : t('iter.calendar.bad_day')}
          onChange={event => setPatron({ ...patron, day: event.target.value })}
        />
      </div>
      <Closures closures={closures} {...(mayManage && { onChange: setClosures })} />
      {mayManage && (
        <div className="row" style={{ marginTop: 12 }}>
          <Button
            variant="contained"
            disabled={workingDays.length === 0 || !isPatron || save.isPending}
            onClick={() => save.mutate(undefined)}
          >
            {t('iter.calendar.save')}
          </Button>
        </div>
      )}
      <Holidays days={calendar.holidays} />
    </section>
  )
}

const Holidays = ({ days }: { days: string[] }) => {
  const { t, day } = useWords()
  const years = [...new Set(days.map(one => one.slice(0, 4)))]
  return years.map(year => (
    <details key={year} style={{ marginTop: 12 }}>
      <summary>{t('iter.calendar.holidays', { year })}</summary>
      <p className="small">
        {days
          .filter(one => one.startsWith(year))
          .map(one => day(one))
          .join(' · ')}
      </p>
    </details>
  ))
}
