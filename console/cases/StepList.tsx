import type { Step } from '../api-types.d.ts'
import { useWords, type Words } from '../common/use-words.ts'

interface Props {
  steps: Step[]
  picked: string | null
  onPick: (element: string | null) => void
}

const shapes = { active: '●', done: '✓', cancelled: '–', failed: '■', 'to-come': '○' } as const satisfies Record<
  Step['state'],
  string
>

/** Nothing to say of an element without a name, of a sub-process beside the steps inside it, or of a crossing that was passed. */
const isTold = (step: Step) =>
  step.name !== '' && !/sub-?process|scope/i.test(step.kind) && (step.state === 'active' || !/gateway/i.test(step.kind))

/** Done, running, and what may follow: the diagram's twin, by keyboard. */
export const StepList = ({ steps, picked, onPick }: Props) => {
  const { t } = useWords()
  const told = steps.filter(isTold)
  const reached = told.filter(step => step.state !== 'to-come')
  const others = told.filter(step => step.state === 'to-come')
  return (
    <>
      <Steps steps={reached} picked={picked} onPick={onPick} />
      {others.length > 0 && (
        <details style={{ marginTop: 8 }}>
          <summary>{t('iter.step.may_follow', { count: others.length })}</summary>
          <Steps steps={others} picked={picked} onPick={onPick} />
        </details>
      )}
    </>
  )
}

const Steps = ({ steps, picked, onPick }: Props) => {
  const words = useWords()
  return (
    <ol className="steps">
      {steps.map(step => (
        <li key={step.id}>
          <button
            type="button"
            aria-pressed={picked === step.element}
            onClick={() => onPick(picked === step.element ? null : step.element)}
          >
            <span aria-hidden="true" className={toneOf(step.state)}>
              {shapes[step.state]}
            </span>
            <span className={step.state === 'active' || step.state === 'failed' ? 'now' : ''}>
              {step.name}
              <span className="visually-hidden"> ({words.t(`iter.step.${step.state}`)})</span>
              {step.lastError && step.state !== 'done' && <span className="small late"> {step.lastError}</span>}
            </span>
            <span className="small soft">{whenOf(step, words)}</span>
          </button>
        </li>
      ))}
    </ol>
  )
}

const toneOf = (state: Step['state']) => {
  if (state === 'failed') return 'late'
  return state === 'cancelled' || state === 'to-come' ? 'soft' : ''
}

const whenOf = (step: Step, { t, moment, lasting }: Words) => {
  if (step.nextAttemptAt) {
    return t('iter.step.retry', { tries: step.tries, most: step.maxAttempts ?? '', at: moment(step.nextAttemptAt) })
  }
  if (step.state === 'active' || step.state === 'failed') {
    return step.enteredAt ? t('iter.step.for', { lasting: lasting(step.enteredAt) }) : ''
  }
  return step.leftAt ? moment(step.leftAt) : ''
}
