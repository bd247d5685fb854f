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

/** Gateways and events without a name say nothing to a clerk. */
const isTold = (step: Step) => step.name !== ''

/** Done, running, to come: the diagram's twin, by keyboard. */
export const StepList = ({ steps, picked, onPick }: Props) => {
  const words = useWords()
  return (
    <ol className="steps">
      {steps.filter(isTold).map(step => (
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
              {step.lastError && <span className="small late"> {step.lastError}</span>}
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
  if (step.nextAttemptAt) return t('iter.step.retry', { tries: step.tries, at: moment(step.nextAttemptAt) })
  if (step.state === 'active' || step.state === 'failed')
    return step.enteredAt ? t('iter.step.for', { lasting: lasting(step.enteredAt) }) : ''
  return step.leftAt ? moment(step.leftAt) : ''
}
