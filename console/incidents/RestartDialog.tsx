import { useRef } from 'react'
import type { IncidentGroup, RestartPreview } from '../api-types.d.ts'
import { Faces } from '../common/faces.tsx'
import { ReasonDialog } from '../common/ReasonDialog.tsx'
import { useAsk, useDo } from '../common/use-api.ts'
import { useTown } from '../common/use-session.ts'
import { useWords } from '../common/use-words.ts'
import { newKey } from '../providers/http.ts'

/** All the failures of a cause at once: what will happen and what is left out, before it is asked for. */
export const RestartDialog = ({ group, onClose }: { group: IncidentGroup; onClose: () => void }) => {
  const { t } = useWords()
  const [town] = useTown()
  const key = useRef(newKey())
  const what = { group: group.id, ...(town ? { municipality: town } : {}) }
  const preview = useAsk(['restarts', 'preview', group.id, town], api => api.previewRestart(what))
  const start = useDo((api, reason: string) => api.startRestart({ ...what, reason }, key.current), {
    stale: ['restarts', 'incidents', 'cases', 'counts'],
    told: 'iter.restart.started',
    onDone: onClose,
  })
  return (
    <ReasonDialog
      title={t('iter.restart.title')}
      confirm={t('iter.restart.confirm', { smart_count: preview.data?.cases ?? 0 })}
      isBusy={start.isPending}
      isReady={(preview.data?.cases ?? 0) > 0}
      onClose={onClose}
      onConfirm={reason => start.mutate(reason)}
    >
      <Faces of={preview} rows={3}>
        {data => <Extent data={data} />}
      </Faces>
    </ReasonDialog>
  )
}

const Extent = ({ data }: { data: RestartPreview }) => {
  const { t, count } = useWords()
  const isDown = data.platformState !== null && data.platformState !== 'up'
  const towns = data.municipalities.map(one => `${one.name} (${count(one.cases)})`).join(', ')
  return (
    <section className="preview" aria-label={t('iter.act.will_do')} aria-live="polite">
      <h3>{t('iter.act.will_do')}</h3>
      <ul>
        {data.steps.map(step => (
          <li key={step.name}>{t('iter.restart.step', { smart_count: step.cases, step: step.name })}</li>
        ))}
        <li>{t('iter.restart.towns', { smart_count: data.municipalities.length, towns })}</li>
        <li>{t('iter.restart.pace', { pace: data.perSecond, seconds: data.seconds })}</li>
        {data.dueSoon > 0 && <li>{t('iter.restart.due_soon', { smart_count: data.dueSoon })}</li>}
        {data.leftOut > 0 && (
          <li className="warning">
            <span aria-hidden="true">▲</span> {t('iter.restart.left_out', { smart_count: data.leftOut })}
          </li>
        )}
        {isDown && (
          <li className="warning">
            <span aria-hidden="true">▲</span> {t('iter.restart.down')}
          </li>
        )}
      </ul>
    </section>
  )
}
