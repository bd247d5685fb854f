import type { CaseView, Fact } from './view.ts'

type Redactable = Pick<CaseView, 'steps' | 'tasks' | 'incidents' | 'flows' | 'confidential'> & { history?: Fact[] }

/**
 * The view as a member of `offices` may see it: without the confidential elements of other offices, for that a step was taken tells what it
 * is about. Their flows go too, the ones not taken included, so that what is missing tells nothing either.
 */
export function redactView<V extends Redactable>(view: V, offices: readonly string[]): V {
  const hidden = hiddenElements(view, offices)
  if (hidden.size === 0) return view
  const isShown = ({ element }: { element: string }) => !hidden.has(element)
  const confidential = view.confidential ?? []
  const flows = new Set(confidential.flatMap(it => (hidden.has(it.element) ? it.flows : [])))
  return {
    ...view,
    steps: view.steps.filter(isShown),
    tasks: view.tasks.filter(isShown),
    incidents: view.incidents.filter(isShown),
    flows: view.flows.filter(flow => !flows.has(flow)),
    confidential: confidential.filter(isShown),
    ...(view.history === undefined ? {} : { history: redactFacts(view.history, hidden) }),
  }
}

/** Ids of the elements that a member of `offices` must not know to have been reached. */
export function hiddenElements(
  view: Pick<CaseView, 'tasks' | 'confidential'>,
  offices: readonly string[],
): Set<string> {
  const ofPlan = view.confidential ?? []
  // A task that was handed to another office is known to that one as well.
  const ofTasks = view.tasks.filter(it => it.confidential)
  const known = new Set([...ofPlan, ...ofTasks].flatMap(it => (offices.includes(it.office) ? [it.element] : [])))
  return new Set([...ofPlan, ...ofTasks].map(it => it.element).filter(element => !known.has(element)))
}

/** Lines of history without those about hidden elements, by the element itself or by the id of its task, work or step. */
export function redactFacts<F extends Pick<Fact, 'element' | 'detail'>>(
  facts: readonly F[],
  hidden: ReadonlySet<string>,
): F[] {
  return facts.filter(
    ({ element, detail }) =>
      !hidden.has(element ?? '') &&
      !Object.values(detail).some(it => typeof it === 'string' && hidden.has(it.replace(/#\d+$/, ''))),
  )
}
