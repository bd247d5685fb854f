import Button from '@mui/material/Button'
import { useState } from 'react'
import { Link } from 'react-router-dom'
import type { Restart } from '../api-types.d.ts'
import { Faces } from '../common/faces.tsx'
import { ReasonDialog } from '../common/ReasonDialog.tsx'
import { Table } from '../common/Table.tsx'
import { useAsk, useDo } from '../common/use-api.ts'
import { useMay, useTown } from '../common/use-session.ts'
import { useWords } from '../common/use-words.ts'

const shownAfterwards = 3

/** Mass retries under way, and what came of the latest. */
export const Restarts = () => {
  const { t } = useWords()
  const [town] = useTown()
  const all = useAsk(['restarts', 'list', town], api => api.restarts(town))
  const running = all.data?.items.filter(one => one.state === 'running') ?? []
  const ended = all.data?.items.filter(one => one.state !== 'running').slice(0, shownAfterwards) ?? []
  if (running.length + ended.length === 0) return null
  return (
    <section style={{ marginTop: 20 }}>
      <h2>{t('iter.restart.list')}</h2>
      {[...running, ...ended].map(one => (
        <Progress key={one.id} restart={one} />
      ))}
    </section>
  )
}

const parts = ['restarted', 'blockedAgain', 'skipped', 'stopped'] as const

const Progress = ({ restart }: { restart: Restart }) => {
  const { t, moment, count } = useWords()
  const may = useMay()
  const [isOpen, setOpen] = useState(false)
  const [isStopping, setStopping] = useState(false)
  const { counts, cause } = restart
  const done = counts.total - counts.waiting - counts.asked
  const share = (part: number) => `${(part / Math.max(1, counts.total)) * 100}%`
  const title = t('iter.restart.of', { state: t(`iter.restart.state.${restart.state}`), cause: cause.message })
  const mayStop = restart.municipalities.some(one => may('incidents.resolve-many', one.id))
  return (
    <section className="panel" aria-label={title}>
      <div className="row">
        <b>{title}</b>
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
      <div
        className="progress"
        role="progressbar"
        aria-label={title}
        aria-valuemin={0}
        aria-valuemax={counts.total}
        aria-valuenow={done}
      >
        <span className="ok" style={{ width: share(counts.restarted) }} />
        <span className="bad" style={{ width: share(counts.blockedAgain) }} />
        <span className="wait" style={{ width: share(counts.skipped + counts.stopped) }} />
      </div>
      <p className="small" aria-live="polite">
        {parts
          .filter(part => counts[part] > 0 || part === 'restarted')
          .map(part => `${count(counts[part])} ${t(`iter.restart.count.${part}`, { smart_count: counts[part] })}`)
          .join(' · ')}
        {' · '}
        {t('iter.restart.count.to_do', { smart_count: counts.waiting + counts.asked })}
      </p>
      {isOpen && <Items id={restart.id} />}
      {isStopping && <StopDialog id={restart.id} onClose={() => setStopping(false)} />}
    </section>
  )
}

const Items = ({ id }: { id: string }) => {
  const { t } = useWords()
  const items = useAsk(['restarts', 'items', id], api => api.restartItems(id))
  return (
    <Faces of={items} rows={3}>
      {data => (
        <Table
          caption={t('iter.restart.see')}
          rows={data.items}
          id={row => `${row.caseId}:${row.incidentId}`}
          columns={[
            {
              key: 'number',
              label: t('iter.cases.columns.number'),
              cell: row => <Link to={`/cases/${row.caseId}/show`}>{row.number}</Link>,
            },
            { key: 'town', label: t('iter.cases.columns.municipality'), cell: row => row.municipality.name },
            { key: 'state', label: t('iter.restart.outcome'), cell: row => t(`iter.restart.item.${row.state}`) },
            { key: 'message', label: t('iter.restart.message'), cell: row => row.message ?? '–' },
          ]}
        />
      )}
    </Faces>
  )
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
