import { z } from 'zod'

import type { CaseLine } from '../../db/queries/list-cases.ts'
import type { caseView } from '../../db/schema/projections.ts'
import { hiddenElements, redactView } from '../../engine/redact-view.ts'
import type { JsonObject, Text } from '../../engine/json.ts'
import type { StepView } from '../../engine/view.ts'
import { valueAt, withoutValue } from '../json-path.ts'
import type { Definition } from '../procedures/definitions.ts'
import type { Staff } from '../sign-in/staff.ts'

/** In the place of a step that only another office may know of: its own name would tell what the case is about. */
export const anotherOffice: Text = { it: 'Valutazione di un altro ufficio', en: 'Assessment by another office' }

export interface Place {
  stepName: string | null
  waitingFor: CaseLine['waitingFor']
  /** The case stands at a step that the reader may not know of. */
  hidden: boolean
}

/** Where a line says that its case stands, for this reader. */
export function placeOf(line: CaseLine, staff: Staff): Place {
  const { confidentialStep: step, stepName, waitingFor } = line
  if (step === null) return { stepName, waitingFor, hidden: false }
  if (!staff.officesIn(line.municipalityId).includes(step.office))
    return { stepName: anotherOffice.it, waitingFor: null, hidden: true }
  return { stepName: step.stepName, waitingFor: step.waitingFor, hidden: false }
}

type StoredView = (typeof caseView.$inferSelect)['view']

export interface Readable {
  view: StoredView
  /** The step that stands for those under way which the reader may not know of. */
  elsewhere: StepView | null
  /** Elements of other offices' confidence. */
  hidden: ReadonlySet<string>
}

/** A case's view as this reader may see it: of other offices' assessments only that one is under way. */
export function readableView(view: StoredView, staff: Staff, municipality: string): Readable {
  const offices = staff.officesIn(municipality)
  const hidden = hiddenElements(view, offices)
  const active = view.steps.find(step => step.leftAt === null && hidden.has(step.element))
  const task = view.tasks.find(one => one.state === 'open' && hidden.has(one.element))
  const since = active?.enteredAt ?? task?.openedAt
  return { view: redactView(view, offices), elsewhere: since === undefined ? null : elsewhereSince(since), hidden }
}

const elsewhereSince = (enteredAt: string): StepView => ({
  id: 'another-office',
  element: 'another-office',
  name: anotherOffice.it,
  kind: 'userTask',
  state: 'active',
  enteredAt,
  leftAt: null,
})

/**
 * The case document without what other offices alone may know: what the citizen told them, and what their steps wrote. A path goes
 * whatever it holds, so that its absence tells nothing.
 */
export function readableDocument(document: JsonObject, definition: Definition, offices: readonly string[]): JsonObject {
  const hidden = confidentialPaths(definition).filter(one => !offices.includes(one.office))
  return hidden.map(one => one.path).reduce(withoutTrace, document)
}

type Pinned = Pick<Definition, 'manifest' | 'row'>

/** The office that alone may know of what stands at a path of the case document; null where everybody may. */
export function holderOf(path: string, definition: Pinned): string | null {
  const covers = (one: string) => path === one || path.startsWith(`${one}.`) || one.startsWith(`${path}.`)
  return confidentialPaths(definition).find(one => covers(one.path))?.office ?? null
}

function confidentialPaths({ manifest, row }: Pinned): { office: string; path: string }[] {
  const told = manifest.confidentialPaths.flatMap(one => {
    const office = one.office ?? manifest.confidentialOffice ?? manifest.office
    return [`request.${one.path}`, `refs.${one.ref}`].map(path => ({ office, path }))
  })
  return [...told, ...outputsOf(row.plan).flatMap(({ office, paths }) => paths.map(path => ({ office, path })))]
}

/** Without the value, and without an object that held nothing else: an empty one would tell that something was there. */
function withoutTrace(document: JsonObject, path: string): JsonObject {
  const left = valueAt(document, path) === undefined ? document : withoutValue(document, path)
  const parent = path.slice(0, Math.max(0, path.lastIndexOf('.')))
  const above = parent === '' ? undefined : valueAt(left, parent)
  return typeof above === 'object' && above !== null && Object.keys(above).length === 0 && parent.includes('.')
    ? withoutTrace(left, parent)
    : left
}

const planNodes = z.object({
  nodes: z.array(
    z.looseObject({
      confidentialOffice: z.string().optional(),
      outputs: z.array(z.object({ name: z.string() })).catch([]),
    }),
  ),
})

// Plans never change: read once.
const known = new WeakMap<JsonObject, { office: string; paths: string[] }[]>()

/** Paths that confidential steps write, by the office that may know of them. */
function outputsOf(plan: JsonObject): { office: string; paths: string[] }[] {
  const found = known.get(plan)
  if (found) return found
  const read = planNodes.safeParse(plan)
  const made = (read.success ? read.data.nodes : []).flatMap(({ confidentialOffice: office, outputs }) =>
    office === undefined ? [] : [{ office, paths: outputs.map(one => one.name) }],
  )
  known.set(plan, made)
  return made
}
