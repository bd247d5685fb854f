import Button from '@mui/material/Button'
import type { IncidentGroup, Restart } from '../api-types.d.ts'
import { Link } from 'react-router-dom'
import { Chip, type Tone } from '../common/Chip.tsx'
import { Help } from '../common/Help.tsx'
import { useWords } from '../common/use-words.ts'
import { useState } from 'react'
import { useMay } from '../common/use-session.ts'
import { toldOf } from '../restarts/under-way.ts'
import { Growth } from './Growth.tsx'
import { GroupCases } from './GroupCases.tsx'
import { RestartDialog } from './RestartDialog.tsx'
import type { TitledGroup, Translate } from './group-titles.ts'

const tones = {
  unavailable: 'bad',
  misconfigured: 'warn',
  refused: 'warn',
  'unknown-outcome': 'warn',
  defect: 'bad',
} as const satisfies Record<IncidentGroup['kind'], Tone>

interface Props extends TitledGroup {
  /** What restarts these cases at the moment. */
  restart: Restart | undefined
  isOpen: boolean
  onOpen: () => void
}

export const GroupPanel = ({ group, title, tellsMessage, restart, isOpen, onOpen }: Props) => {
  const { t, moment, lasting } = useWords()
  const may = useMay()
  const [isRestarting, setRestarting] = useState(false)
  // Where somebody must look at each case first, nothing is left that could be restarted together.
  const isForOne = !group.heals && group.toVerify >= group.cases
  const mayRestart = !isForOne && group.municipalities.some(one => may('incidents.resolve-many', one.id))
  const town = group.municipalities.length === 1 ? group.municipalities[0] : undefined
  return (
    <section className="panel" aria-label={group.message}>
      <div className="row">
        <Chip tone={tones[group.kind]}>{t(`iter.incident.kind.${group.kind}`)}</Chip>
        {group.kind === 'unavailable' && <Help word="unavailable" />}
        <h2>{title}</h2>
        {town && <span>{town.name}</span>}
        <span className="grow" />
        <span className="small soft">
          {t('iter.incidents.since', { since: moment(group.since), last: lasting(group.lastAt) })}
        </span>
      </div>
      {!tellsMessage && <p className="soft">{group.message}</p>}
      <div className="row">
        <dl className="nums">
          <Figure value={group.cases} label="iter.incidents.stuck" />
          <Figure value={group.municipalities.length} label="iter.incidents.municipalities" />
          <Figure value={group.dueSoon} label="iter.incidents.due_soon" />
          <Figure value={group.toVerify} label="iter.incidents.to_verify" />
        </dl>
        <span className="grow" />
        <Growth group={group} />
      </div>
      <div className="row">
        {restart ? (
          <Link to="/restarts">
            {t('iter.incidents.restarting', { told: toldOf(restart), smart_count: restart.counts.total })}
          </Link>
        ) : (
          <span>{whatNow(group, t, moment)}</span>
        )}
        {town && group.kind === 'misconfigured' && (
          <Link to={`/municipalities/${town.id}/show?tab=platforms`}>
            {t('iter.incidents.settings', { town: town.name })}
          </Link>
        )}
        <span className="grow" />
        <Button aria-expanded={isOpen} onClick={onOpen}>
          {t(isOpen ? 'iter.incidents.hide' : 'iter.incidents.see', { smart_count: group.cases })}
        </Button>
        {mayRestart && !restart && (
          <Button variant={group.heals ? 'outlined' : 'contained'} onClick={() => setRestarting(true)}>
            {t('iter.restart.all')}
          </Button>
        )}
      </div>
      {isRestarting && <RestartDialog group={group} onClose={() => setRestarting(false)} />}
      {isOpen && <GroupCases group={group} />}
    </section>
  )
}

const Figure = ({ value, label }: { value: number; label: string }) => {
  const { t, count } = useWords()
  return (
    <div style={{ display: 'flex', flexDirection: 'column-reverse' }}>
      <dt>
        <span>{t(label, { smart_count: value })}</span>
      </dt>
      <dd style={{ margin: 0 }}>
        <b>{count(value)}</b>
      </dd>
    </div>
  )
}

const whatNow = (group: IncidentGroup, t: Translate, moment: (at: string) => string) => {
  const platform = group.platform ? t(`iter.platform.${group.platform}`, { _: group.platform }) : ''
  if (!group.heals) return t(group.toVerify > 0 ? 'iter.incidents.one_by_one' : 'iter.incident.needs_person')
  const probed = group.health?.probedAt
  const probe = probed
    ? `${t('iter.incidents.probe', { state: t(`iter.health.${group.health?.state}`, { _: group.health?.state }), at: moment(probed) })} `
    : ''
  return probe + t('iter.incidents.heals', { platform })
}
