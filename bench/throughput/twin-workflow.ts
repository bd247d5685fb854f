import { condition, defineSignal, proxyActivities, setHandler } from '@temporalio/workflow'
import type { JsonObject } from '../../engine/json.ts'
import type { TwinActivities, TwinStepRequest } from './twin-activities.ts'

export const twinQueue = 'twin'

/** What a hand-written case starts with: the same data as the diagram's, no plan. */
export interface TwinInput {
  municipality: string
  caseId: string
  document: JsonObject
}

/** A step on the case page. */
export interface TwinStep {
  id: string
  name: string
  enteredAt: string
  leftAt: string | null
}

export const decideSignal = defineSignal<[JsonObject]>('decide')
export const paymentSignal = defineSignal<[JsonObject]>('payment')

const { step } = proxyActivities<TwinActivities>({
  startToCloseTimeout: '10s',
  retry: { initialInterval: '1s', maximumAttempts: 5 },
})

/** Runs operations one after the other and keeps what the case page shows of them. */
function stepsOf(input: TwinInput, procedure: string) {
  const done: TwinStep[] = []
  let document = input.document
  return {
    write: (more: JsonObject) => {
      document = { ...document, ...more }
    },
    document: () => document,
    run: async (name: string, operation: string, after: TwinStepRequest['after'] = running) => {
      const { municipality, caseId } = input
      const number = done.length + 1
      const enteredAt = new Date().toISOString()
      const about = { municipality, caseId, procedure, number, name, operation, enteredAt, document, done, after }
      document = await step(about)
      done.push({ id: `step-${number}#1`, name, enteredAt, leftAt: new Date().toISOString() })
    },
  }
}

const running = { status: 'running', phase: 'working' } as const
const waiting = (phase: 'waiting-task' | 'waiting-outside' | 'waiting-time') => ({ status: 'running', phase }) as const

/** Twelve service tasks as a good engineer writes them without an engine: ordinary activities, one after the other. */
export async function twinWorkflow(input: TwinInput): Promise<JsonObject> {
  const { run, document } = stepsOf(input, 'twelve-steps')
  for (let number = 1; number < 12; number += 1) await run(`Step ${number}`, 'bench.step')
  await run('Step 12', 'bench.step', { status: 'completed', phase: 'ended' })
  return document()
}

/** The canteen enrolment by hand, on its straight way: checks, the supervisor's decision, notice, payment, credit. */
export async function enrolmentTwin(input: TwinInput): Promise<JsonObject> {
  const { run, write, document } = stepsOf(input, 'canteen-enrolment')
  let decision: JsonObject | null = null
  let payment: JsonObject | null = null
  setHandler(decideSignal, values => void (decision = values))
  setHandler(paymentSignal, values => void (payment = values))

  await run('Protocolla la domanda', 'register.protocol')
  await run('Invia la ricevuta', 'acts.issue')
  await run('Verifica l’identità', 'spid.verifyEvidence')
  await run('Verifica la parentela', 'anpr.parenthood')
  await run('Verifica la residenza', 'anpr.residence')
  await run('Verifica l’iscrizione a scuola', 'canteen.schoolEnrolment')
  await run('Verifica gli arretrati', 'canteen.arrears')
  await run('Controlla la completezza', 'canteen.completeness')
  await run('Calcola la tariffa', 'decision.evaluate')
  await run('Riserva il posto', 'canteen.reservePlace', waiting('waiting-task'))
  await condition(() => decision !== null)
  write({ decision })
  await run('Redigi il provvedimento', 'acts.issue')
  await run('Protocolla il provvedimento', 'register.protocol')
  await run('Apri il conto', 'canteen.openAccount')
  await run('Calcola la prima ricarica', 'canteen.firstTopUp')
  await run('Iscrivi nell’elenco', 'canteen.enlist')
  await run('Crea l’avviso', 'pagopa.createNotice')
  await run('Avvisa la famiglia', 'io.sendMessage', waiting('waiting-outside'))
  await condition(() => payment !== null)
  write({ payment })
  await run('Accredita', 'canteen.credit', waiting('waiting-time'))
  return document()
}
