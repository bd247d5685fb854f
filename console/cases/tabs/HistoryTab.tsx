import { useState } from 'react'
import { Empty, Faces } from '../../common/faces.tsx'
import { useAsk } from '../../common/use-api.ts'
import { useWords } from '../../common/use-words.ts'
import { isStory } from '../history-sentence.ts'
import { Timeline } from '../Timeline.tsx'

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
      <Faces of={history} isEmpty={data => data.items.length === 0} empty={<Empty title={t('iter.history.empty')} />}>
        {data => <Timeline items={isWhole ? data.items : data.items.filter(item => isStory(item.type))} withDetail />}
      </Faces>
    </div>
  )
}
