import Button from '@mui/material/Button'
import { useState } from 'react'
import type { Restart } from '../api-types.d.ts'
import { Chip } from '../common/Chip.tsx'
import { ReasonDialog } from '../common/ReasonDialog.tsx'
import { useDo } from '../common/use-api.ts'
import { useMay } from '../common/use-session.ts'
import { useWords } from '../common/use-words.ts'
import { causeWords } from '../incidents/group-titles.ts'
import { RestartItems } from './RestartItems.tsx'
import { isUnderWay, stateOf, toldOf } from './under-way.ts'

const tones = { running: 'run', done: 'ok', stopped: 'warn' } as const satisfies Record<Restart['state'], string>
const parts = ['restarted', 'blockedAgain', 'skipped', 'stopped', 'asked', 'waiting'] as const

/** One mass retry: who asked for it and why, how far it is, what came of each case, and a way to stop it. */
export const RestartPanel = ({ restart }: { restart: Restart }) => {
  const { t, moment, count } = useWords()
  const may = useMay()
  const [isOpen, setOpen] = useState(false)
  const [isStopping, setStopping] = useState(false)
  const { counts, cause } = restart
  const state = stateOf(restart)
  const words = causeWords(cause, t)
  const title = t('iter.restart.of', { state: t(`iter.restart.state.${state}`), cause: words })
  const town = restart.municipalities.length === 1 ? restart.municipalities[0] : undefined
  const mayStop = restart.municipalities.some(one => may('incidents.resolve-many', one.id))
  return (
    <section className="panel" aria-label={title}>
      <div className="row">
        <Chip tone={tones[state]}>{t(`iter.restart.state.${state}`)}</Chip>
        <b>{words}</b>
        {town && <span>{town.name}</span>}
        <span className="grow" />
        <Button aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {t(isOpen ? 'iter.restart.hide' : 'iter.restart.see')}
        </Button>
        {restart.state === 'running' && mayStop && (
          <Button color="error" onClick={() => setStopping(true)}>
            {t('iter.restart.stop')}
          </Button>
        )}
      </div>
      <p className="small soft">
        {t('iter.restart.asked_by', {
          name: restart.by?.name ?? '–',
          at: moment(restart.createdAt),
          smart_count: counts.total,
        })}{' '}
        {t('iter.restart.why', { reason: restart.reason })}
      </p>
      <Progress restart={restart} title={title} />
      <div className="row small">
        <span aria-live="polite">
          {parts
            .filter(part => counts[part] > 0 || part === 'restarted')
            .map(part => `${count(counts[part])} ${t(`iter.restart.count.${part}`, { smart_count: counts[part] })}`)
            .join(' · ')}
        </span>
        <span className="grow" />
        <span className="soft">
          <Pace restart={restart} />
        </span>
      </div>
      {restart.leftOut > 0 && (
        <p className="small soft">{t('iter.restart.left_out', { smart_count: restart.leftOut })}</p>
      )}
      {isOpen && <RestartItems id={restart.id} />}
      {isStopping && <StopDialog id={restart.id} onClose={() => setStopping(false)} />}
    </section>
  )
}

const Progress = ({ restart, title }: { restart: Restart; title: string }) => {
  const { counts } = restart
  const share = (part: number) => `${(part / Math.max(1, counts.total)) * 100}%`
  return (
    <div
      className="progress"
      role="progressbar"
      aria-label={title}
      aria-valuemin={0}
      aria-valuemax={counts.total}
      aria-valuenow={toldOf(restart)}
    >
      <span className="ok" style={{ width: share(counts.restarted) }} />
      <span className="bad" style={{ width: share(counts.blockedAgain) }} />
      <span className="wait" style={{ width: share(counts.skipped + counts.stopped) }} />
    </div>
  )
}

/** How fast, and until when; when all have been asked for; afterwards, when it ended. */
const Pace = ({ restart }: { restart: Restart }) => {
  const { t, moment, time } = useWords()
  if (restart.endedAt) {
    const words = isUnderWay(restart) ? 'iter.restart.all_asked' : 'iter.restart.ended'
    return t(words, { at: moment(restart.endedAt) })
  }
  const end = new Date(Date.now() + (restart.counts.waiting / Math.max(1, restart.perSecond)) * 1000)
  return t('iter.restart.under_way', { pace: restart.perSecond, at: time(end.toISOString()) })
}

const StopDialog = ({ id, onClose }: { id: string; onClose: () => void }) => {
  const { t } = useWords()
  const stop = useDo((api, reason: string) => api.stopRestart(id, reason), {
    stale: ['restarts', 'incidents'],
    told: 'iter.restart.stopped',
    onDone: onClose,
  })
  return (
    <ReasonDialog
      title={t('iter.restart.stop')}
      confirm={t('iter.restart.stop')}
      danger
      isBusy={stop.isPending}
      onClose={onClose}
      onConfirm={reason => stop.mutate(reason)}
    >
      <p>{t('iter.restart.stop_text')}</p>
    </ReasonDialog>
  )
}
