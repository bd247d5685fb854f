import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { addDuration } from '../../../engine/terms/instants.ts'
import { anOperation } from '../../engine/support/a-case.ts'
import { Driver, parseDiagram } from '../driver.ts'
import type { SuiteAdapter, SuiteCase, Verdict } from '../suite.ts'
import { THROW, WAIT, translate } from './translate.ts'

const INDEX = 'betsy-cases.json'

const indexShape = z.array(
  z.object({
    id: z.string(),
    group: z.string(),
    cases: z.array(
      z.object({ input: z.string().nullable(), integerVariable: z.number(), expect: z.array(z.string()) }),
    ),
  }),
)

type Expectation = z.infer<typeof indexShape>[number]['cases'][number]

/** What the suite's diagrams use and we refuse, as the file and as the diagnostic call it. */
const OUTSIDE = ['complexGateway', 'adHocSubProcess']
const QUANTITY = /(startQuantity|completionQuantity)="(?!1")/
const SEVERAL_DEFINITIONS = /several definitions/

/** `behavior` other than All throws an event whenever an instance ends; nothing in our procedures asks for it, and no modeler of ours draws it. */
const BEHAVIOR =
  'uses the behavior attribute of multi-instance activities (None, One, Complex), which throws events at each completed instance; refused with a diagnostic, not built'

/** The Betsy BPMN conformance suite: 210 cases, each a diagram with variables and the words that its scripts must have logged. */
export const betsy: SuiteAdapter = {
  name: 'Betsy',
  reads: folder => existsSync(join(folder, INDEX)),
  cases: folder =>
    indexShape.parse(JSON.parse(readFileSync(join(folder, INDEX), 'utf8'))).flatMap(({ id, group, cases }) => {
      const xml = readFileSync(join(folder, group, `${id}.bpmn`), 'utf8')
      return cases.map(it => caseOf({ id, group, xml }, it))
    }),
  exceptions: {
    MultiInstance_NoneBehavior: BEHAVIOR,
    MultiInstance_OneBehavior: BEHAVIOR,
    MultiInstance_ComplexBehavior: BEHAVIOR,
    WCP09_Structured_Discriminator_MultiInstance: BEHAVIOR,
    WCP12_MultipleInstancesWithoutSynchronization: BEHAVIOR,
  },
}

function caseOf({ id, group, xml }: { id: string; group: string; xml: string }, it: Expectation): SuiteCase {
  const outside = outsideOf(xml)
  return {
    id,
    group,
    title: `${id}(${it.input ?? it.integerVariable})`,
    outside,
    play: () => play(xml, it, outside !== null),
  }
}

function outsideOf(xml: string): RegExp | null {
  const word = OUTSIDE.find(it => xml.includes(it)) ?? QUANTITY.exec(xml)?.[1]
  if (word !== undefined) return new RegExp(word)
  const events = xml.matchAll(/<bpmn2:(\w+Event)\b[^>]*>([\s\S]*?)<\/bpmn2:\1>/g)
  const isSeveral = [...events].some(([, , body = '']) => body.split(/<bpmn2:\w+EventDefinition\b/).length > 2)
  return isSeveral ? SEVERAL_DEFINITIONS : null
}

async function play(xml: string, it: Expectation, isOutside: boolean): Promise<Verdict> {
  const parsed = await parseDiagram(translate(xml), {
    operations: [WAIT, THROW].map(name => anOperation(name)),
    forms: [],
  })
  if ('refused' in parsed) {
    // Some cases expect just that: a diagram that makes no sense must not run.
    return it.expect.join() === 'ERROR' && !isOutside
      ? { kind: 'passed' }
      : { kind: 'refused', reasons: parsed.refused }
  }
  const driver = new Driver(parsed.plan)
  driver.start({ test: it.input ?? '', integerVariable: it.integerVariable, trace: [] })
  const words = playOn(driver)
  const { trace } = driver.variables
  const all = [...(Array.isArray(trace) ? trace.map(String) : []), ...words]
  // The marker is a file beside the log: it counts only where the case asks for it.
  const got = all.filter(word => word !== 'MARKER_exists' || it.expect.includes(word)).toSorted()
  const expected = it.expect.toSorted()
  return got.join() === expected.join() ? { kind: 'passed' } : { kind: 'failed', expected, got }
}

/** Plays a case to its end or to its deadlock; gives the words that are no script's. */
function playOn(driver: Driver): Set<string> {
  const words = new Set<string>()
  const due = new Map<string, string>()
  for (;;) {
    const thrower = driver.works.find(work => work.operation === THROW)
    if (thrower !== undefined) {
      driver.refuse(thrower.element, 'ERR_CODE')
      continue
    }
    for (const { id } of driver.works) if (!due.has(id)) due.set(id, addDuration(driver.now, 'PT10S'))
    if (driver.works.length > 1) words.add('EXECUTION_parallel')
    const [next] = driver.works
    const { deadline } = driver
    const endsAt = next === undefined ? null : (due.get(next.id) ?? null)
    if (next !== undefined && endsAt !== null && (deadline === null || endsAt <= deadline)) {
      driver.now = endsAt
      driver.complete(next.element)
    } else if (deadline !== null) driver.moveTo(deadline)
    else break
  }
  if (driver.incidents > 0) words.add('ERROR_runtime')
  if (driver.endState === 'failed') words.add('ERROR_thrownErrorEvent')
  return words
}
