import type { Failure } from '../event.ts'
import type { Plan } from '../plan.ts'
import type { Incident, State } from '../state.ts'
import type { IncidentView } from '../view.ts'

type Allowed = IncidentView['allowed'][number]

/** What a person may do about a failure of each kind; the operation's own rules take away from it. */
const BY_KIND = {
  refused: ['retry', 'amend', 'record-outcome', 'close'],
  unavailable: ['retry', 'record-outcome', 'close'],
  misconfigured: ['retry', 'record-outcome', 'close'],
  'unknown-outcome': ['retry', 'record-outcome', 'not-done', 'close'],
  defect: ['retry', 'amend', 'record-outcome', 'close'],
} satisfies { [kind in Failure['kind']]: Allowed[] }

/** What was perhaps done outside must be verified first: nobody changes its data, nobody repeats blindly what cannot be asked for. */
const TOUCHED: Allowed[] = BY_KIND['unknown-outcome']

export function allowedFor(plan: Plan, state: State, incident: Incident): Allowed[] {
  const { failure } = incident
  const node = plan.nodes[incident.node]
  const instance = state.instances.find(it => it.id === incident.instance)
  const operation = node?.kind === 'work' && instance?.kind === 'work' ? node.operation : null
  const isTouched = failure.touched === true || failure.kind === 'unknown-outcome'
  return (isTouched ? TOUCHED : BY_KIND[failure.kind]).filter(act => {
    if (act === 'record-outcome') return operation?.recordable === true
    if (act === 'not-done') return operation !== null
    // An outage heals by a retry: the effect ledger hands over to a person what may have happened.
    if (act === 'retry') return failure.kind === 'unavailable' || !(isTouched && operation?.repeat === 'person')
    return true
  })
}
