import { useState } from 'react'
import { Empty, Faces } from '../../common/faces.tsx'
import { useAsk } from '../../common/use-api.ts'
import { useWords } from '../../common/use-words.ts'
import { byStep, storyOf } from '../story.ts'
import { Timeline } from '../Timeline.tsx'

/** What happened, newest first, under the names of the steps. */
export const HistoryTab = ({ caseId }: { caseId: string }) => {
  const { t } = useWords()
  const [isWhole, setWhole] = useState(false)
  const history = useAsk(['cases', 'history', caseId], api => api.history(caseId))
  return (
    <div className="panel" style={{ marginTop: 0 }}>
      <div className="checks">
        <label>
          <input type="checkbox" checked={isWhole} onChange={event => setWhole(event.target.checked)} />
          {t('iter.history.whole')}
        </label>
      </div>
      <Faces
        of={history}
        isEmpty={data => data.items.length === 0}
        empty={<Empty title={t('iter.history.empty')}>{t('iter.history.empty_text')}</Empty>}
      >
        {data =>
          byStep(isWhole ? data.items : storyOf(data.items)).map(step => (
            <section key={step.key} className="step-story">
              <h2 className="small">{step.name || t('iter.history.of_case')}</h2>
              <Timeline items={step.items} withDetail />
            </section>
          ))
        }
      </Faces>
    </div>
  )
}
