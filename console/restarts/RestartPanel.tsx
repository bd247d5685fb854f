import Button from '@mui/material/Button'
import { useState } from 'react'
import type { Restart } from '../api-types.d.ts'
import { Chip } from '../common/Chip.tsx'
import { ReasonDialog } from '../common/ReasonDialog.tsx'
import { useDo } from '../common/use-api.ts'
import { useMay } from '../common/use-session.ts'
import { useWords } from '../common/use-words.ts'
import { RestartItems } from './RestartItems.tsx'

const tones = { running: 'run', done: 'ok', stopped: 'warn' } as const satisfies Record<Restart['state'], string>
const parts = ['restarted', 'blockedAgain', 'skipped', 'stopped'] as const

/** One mass retry: who asked for it and why, how far it is, what came of each case, and a way to stop it. */
export const RestartPanel = ({ restart }: { restart: Restart }) => {
  const { t, moment, count } = useWords()
  const may = useMay()
  const [isOpen, setOpen] = useState(false)
  const [isStopping, setStopping] = useState(false)
  const { counts, cause } = restart
  const toDo = counts.waiting + counts.asked
  const title = t('iter.restart.of', { state: t(`iter.restart.state.${restart.state}`), cause: cause.message })
  const mayStop = restart.municipalities.some(one => may('incidents.resolve-many', one.id))
  return (
    <section className="panel" aria-label={title}>
      <div className="row">
        <Chip tone={tones[restart.state]}>{t(`iter.restart.state.${restart.state}`)}</Chip>
        <b>{cause.message}</b>
        <span className="small soft">
          {t('iter.restart.asked_by', {
            name: restart.by?.name ?? '–',
            at: moment(restart.createdAt),
            smart_count: counts.total,
          })}
        </span>
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
      <p className="small soft">{t('iter.restart.why', { reason: restart.reason })}</p>
      <Progress restart={restart} title={title} />
      <div className="row small">
        <span aria-live="polite">
          {parts
            .filter(part => counts[part] > 0 || part === 'restarted')
            .map(part => `${count(counts[part])} ${t(`iter.restart.count.${part}`, { smart_count: counts[part] })}`)
            .join(' · ')}
          {' · '}
          {t('iter.restart.count.to_do', { smart_count: toDo })}
        </span>
        <span className="grow" />
        <span className="soft">
          <Pace restart={restart} toDo={toDo} />
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

const Progress = ({ restart: { counts }, title }: { restart: Restart; title: string }) => {
  const share = (part: number) => `${(part / Math.max(1, counts.total)) * 100}%`
  return (
    <div
      className="progress"
      role="progressbar"
      aria-label={title}
      aria-valuemin={0}
      aria-valuemax={counts.total}
      aria-valuenow={counts.total - counts.waiting - counts.asked}
    >
      <span className="ok" style={{ width: share(counts.restarted) }} />
      <span className="bad" style={{ width: share(counts.blockedAgain) }} />
      <span className="wait" style={{ width: share(counts.skipped + counts.stopped) }} />
    </div>
  )
}

/** How fast, and until when; afterwards, when it ended. */
const Pace = ({ restart, toDo }: { restart: Restart; toDo: number }) => {
  const { t, moment, time } = useWords()
  if (restart.endedAt) return t('iter.restart.ended', { at: moment(restart.endedAt) })
  const end = new Date(Date.now() + (toDo / Math.max(1, restart.perSecond)) * 1000)
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
