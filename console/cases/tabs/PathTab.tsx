import { useState } from 'react'
import type { CasePage } from '../../api-types.d.ts'
import { Faces } from '../../common/faces.tsx'
import { useAsk } from '../../common/use-api.ts'
import { useWords } from '../../common/use-words.ts'
import { DecisionPanel } from '../DecisionPanel.tsx'
import { Diagram } from '../Diagram.tsx'
import { StepList } from '../StepList.tsx'

/** The diagram with the way taken, and the same as a list; both select the same step. */
export const PathTab = ({ data }: { data: CasePage }) => {
  const { t } = useWords()
  const [picked, setPicked] = useState<string | null>(null)
  const diagram = useAsk(['cases', 'diagram', data.id, data.revision], api => api.diagram(data.id))
  return (
    <>
      <Faces of={diagram} rows={6}>
        {drawn => (
          <Diagram xml={drawn.xml} elements={drawn.elements} flows={drawn.flows} picked={picked} onPick={setPicked} />
        )}
      </Faces>
      <DecisionPanel decisions={data.decisions} />
      <section className="panel">
        <h2>{t('iter.path.steps')}</h2>
        <StepList steps={data.steps} picked={picked} onPick={setPicked} />
      </section>
    </>
  )
}
