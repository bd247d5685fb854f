import Button from '@mui/material/Button'
import { useState } from 'react'
import type { AllowedAct, CasePage, IncidentRow } from '../api-types.d.ts'
import { Chip } from '../common/Chip.tsx'
import { Help } from '../common/Help.tsx'
import { TechnicalDetail } from '../common/TechnicalDetail.tsx'
import { useAsk } from '../common/use-api.ts'
import { useMay } from '../common/use-session.ts'
import { useWords } from '../common/use-words.ts'
import { ActDialog } from './ActDialog.tsx'
import { Attempts } from './Attempts.tsx'
import { possibleFrom, tooSoon, useTimeOfActs } from './too-soon.ts'

/** What happened, since when, what was tried, whether the outside may already know of it, and what can be done. */
export const IncidentPanel = ({ incident, data }: { incident: IncidentRow; data: CasePage }) => {
  const { t, text, moment, lasting } = useWords()
  const may = useMay()
  const [act, setAct] = useState<AllowedAct | null>(null)
  const acts = actsOn(incident, data)
  const soon = tooSoon(acts, useTimeOfActs(acts, data.clock))
  return (
    <section
      className={incident.heals ? 'panel incident heals' : 'panel incident'}
      aria-label={t('iter.incident.title')}
    >
      <div className="row">
        <Chip tone={incident.heals ? 'warn' : 'bad'}>{t(`iter.incident.kind.${incident.kind}`)}</Chip>
        <Help word={incident.kind === 'unavailable' ? 'unavailable' : 'blocked'} />
        <h2>{t('iter.incident.in', { step: incident.name })}</h2>
        <span className="grow" />
        <span className="small soft">
          {t('iter.incident.since', { at: moment(incident.raisedAt), lasting: lasting(incident.raisedAt) })}
        </span>
      </div>
      <p style={{ margin: '8px 0' }}>{incident.message}</p>
      <ul className="small" style={{ margin: '0 0 12px', paddingLeft: 20 }}>
        <li>
          {t('iter.incident.tries', { smart_count: incident.tries })}
          {incident.nextAttemptAt && <> {t('iter.incident.next', { at: moment(incident.nextAttemptAt) })}</>}
          <Tried incident={incident} />
        </li>
        <li>
          <b>{t(outsideOf(incident))}</b>
        </li>
        <li>{t(incident.heals ? 'iter.incident.heals' : 'iter.incident.needs_person')}</li>
      </ul>
      {may('incidents.resolve', data.municipality.id) && (
        <div className="row">
          {acts.map(one => (
            <Button
              key={one.act}
              disabled={soon.includes(one)}
              variant={one.tone === 'primary' ? 'contained' : 'outlined'}
              color={one.tone === 'danger' ? 'error' : 'primary'}
              onClick={() => setAct(one)}
            >
              {text(one.label)}
            </Button>
          ))}
          <TooSoon acts={soon} />
        </div>
      )}
      <TechnicalDetail lines={technical(incident)} />
      {act && <ActDialog allowed={act} data={data} onClose={() => setAct(null)} />}
    </section>
  )
}

/** From when the greyed ones can be used, and why not yet. */
const TooSoon = ({ acts }: { acts: AllowedAct[] }) => {
  const { t, text, locale, time } = useWords()
  const from = possibleFrom(acts)
  const names = acts.map(one => t('iter.incident.named', { act: text(one.label) }))
  return (
    <span className="small soft" role="status">
      {from &&
        t('iter.incident.too_soon', {
          smart_count: acts.length,
          acts: new Intl.ListFormat(locale).format(names),
          at: time(from),
        })}
    </span>
  )
}

/** What can be done with this failure, closing the case last. */
const actsOn = (incident: IncidentRow, data: CasePage) => [
  ...data.acts.filter(one => one.incident === incident.incidentId),
  ...data.acts.filter(one => one.act === 'close' && one.incident === null),
]

/** Whether the outside may already know of it, and what that means before repeating. */
const outsideOf = ({ touched, heals }: IncidentRow) => {
  if (!touched) return 'iter.incident.untouched'
  return heals ? 'iter.incident.asked_first' : 'iter.incident.touched'
}

/** What was tried, by the history's last line about this step that tells of tries. */
const Tried = ({ incident }: { incident: IncidentRow }) => {
  const history = useAsk(['cases', 'history', incident.caseId], api => api.history(incident.caseId))
  const line = history.data?.items.find(one => one.element === incident.element && one.attempts.length > 0)
  return line ? <Attempts attempts={line.attempts} /> : null
}

const technical = ({ operation, kind, code, detail, id, raisedAt }: IncidentRow) => [
  operation,
  `${kind} / ${code}`,
  detail,
  id,
  raisedAt,
]
