import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { advance } from '../../../engine/advance.ts'
import type { Command } from '../../../engine/command.ts'
import { compile } from '../../../engine/compile/compile.ts'
import type { Event } from '../../../engine/event.ts'
import type { JsonObject } from '../../../engine/json.ts'
import type { State } from '../../../engine/state.ts'
import { addDuration } from '../../../engine/terms/instants.ts'
import { anOperation } from './a-case.ts'
import { escape } from './bpmn.ts'

// The Betsy BPMN conformance suite lies beside the repository where it is present at all. Its scripts are words that each engine
// under test translates for itself: here into FEEL that appends to a list `trace`, or into operations that wait or throw.

const FOLDER = resolve(__dirname, '../../../../shared/suites/betsy')

export interface BetsyCase {
  id: string
  group: string
  input: string | null
  integerVariable: number
  expect: string[]
}

export type Verdict =
  | { kind: 'passed' }
  /** `outside`: for an element that is outside the subset on purpose. */
  | { kind: 'refused'; outside: boolean; reasons: string[] }
  | { kind: 'failed'; trace: string[] }

const OUTSIDE = /complexGateway|adHocSubProcess|startQuantity|completionQuantity|several definitions/

export function loadBetsy(): BetsyCase[] | null {
  const index = resolve(FOLDER, 'betsy-cases.json')
  if (!existsSync(index)) return null
  const diagrams = JSON.parse(readFileSync(index, 'utf8'))
  return diagrams.flatMap((it: any) => it.cases.map((one: any) => ({ id: it.id, group: it.group, ...one })))
}

export async function runBetsy(test: BetsyCase): Promise<Verdict> {
  const xml = readFileSync(resolve(FOLDER, test.group, `${test.id}.bpmn`), 'utf8')
  const operations = ['betsy.wait', 'betsy.throw'].map(name => anOperation(name))
  const { plan, diagnostics } = await compile(translate(xml), { operations, forms: [] })
  const reasons = diagnostics.filter(it => it.severity === 'error').map(it => it.message.en)
  if (plan === null) {
    const outside = reasons.some(it => OUTSIDE.test(it))
    return test.expect.join() === 'ERROR' && !outside ? { kind: 'passed' } : { kind: 'refused', outside, reasons }
  }
  const all = play(plan, { test: test.input ?? '', integerVariable: test.integerVariable, trace: [] })
  // The marker is a file beside the log: it counts only where the case asks for it.
  const trace = all.filter(it => it !== 'MARKER_exists' || test.expect.includes(it))
  const isSame = trace.toSorted().join() === test.expect.toSorted().join()
  return isSame ? { kind: 'passed' } : { kind: 'failed', trace }
}

function translate(xml: string): string {
  return xml
    .replace('<bpmn2:definitions', '<bpmn2:definitions xmlns:iter="urn:iter:bpmn:1"')
    .replace('test.contains("a")>', 'test.contains("a")')
    .replace('${integerVariable}', 'integerVariable')
    .replace(/(!?)test\.contains\("(\w)"\)/g, (_, not: string, letter: string) =>
      not === '' ? `contains(test, "${letter}")` : `not(contains(test, "${letter}"))`,
    )
    .replace(
      /<bpmn2:scriptTask([^>]*)>((?:(?!<\/bpmn2:scriptTask>)[\s\S])*?)<bpmn2:script>([^<]*)<\/bpmn2:script>([\s\S]*?)<\/bpmn2:scriptTask>/g,
      translateTask,
    )
    .replace(
      /<bpmn2:globalScriptTask([^>]*)>([\s\S]*?)<bpmn2:script>([^<]*)<\/bpmn2:script>/g,
      (_, attributes: string, before: string, word: string) => {
        const { feel, target } = translateScript(word.trim())
        return `<bpmn2:globalScriptTask${attributes} iter:result="${target}" script="${escape(feel)}">${before}`
      },
    )
}

function translateTask(_: string, attributes: string, before: string, script: string, after: string): string {
  const word = script.trim()
  if (word === 'WAIT_TEN_SECONDS' || word.startsWith('CREATE_TIMESTAMP'))
    return `<bpmn2:serviceTask${attributes} iter:operation="betsy.wait">${before}${after}</bpmn2:serviceTask>`
  if (word === 'THROW_ERROR')
    return `<bpmn2:serviceTask${attributes} iter:operation="betsy.throw">${before}${after}</bpmn2:serviceTask>`
  const { feel, target, outputs } = translateScript(word)
  const extension = outputs === undefined ? '' : `<bpmn2:extensionElements>${outputs}</bpmn2:extensionElements>`
  return `<bpmn2:scriptTask${attributes} iter:result="${target}">${extension}${before}<bpmn2:script>${escape(feel)}</bpmn2:script>${after}</bpmn2:scriptTask>`
}

function translateScript(word: string): { feel: string; target: string; outputs?: string } {
  switch (word) {
    case 'CREATE_LOG_FILE':
      return { feel: 'null', target: 'log' }
    case 'CREATE_MARKER_FILE':
      return { feel: 'append(trace, "MARKER_exists")', target: 'trace' }
    case 'INCREMENT_INTEGER_VARIABLE':
      return { feel: 'integerVariable + 1', target: 'integerVariable' }
    case 'INCREMENT_INTEGER_VARIABLE_AND_LOG':
      return {
        feel: 'integerVariable + 1',
        target: 'integerVariable',
        outputs: `<iter:output target="trace" value="${escape('append(trace, "INCREMENT")')}"/>`,
      }
    case 'SET_STRING_DATA':
      return { feel: '"String"', target: 'data' }
    case 'LOG_DATA':
      return { feel: 'if data = "String" then append(trace, "DATA_correct") else trace', target: 'trace' }
    default:
      return { feel: `append(trace, "${word}")`, target: 'trace' }
  }
}

/** Plays a case to its end or to its deadlock, with a clock of its own. */
function play(plan: Parameters<typeof advance>[0], data: JsonObject): string[] {
  let state: State | null = null
  let at = '2026-01-07T10:00:00.000Z'
  const waiting: { at: string; work: string }[] = []
  const words: string[] = []
  const events: Event[] = [{ type: 'start', at, data }]
  for (let event = events.shift(); event !== undefined; event = events.shift() ?? later()) {
    const { state: next, commands }: { state: State; commands: Command[] } = advance(plan, state, event)
    state = JSON.parse(JSON.stringify(next))
    for (const command of commands) take(command)
    if (waiting.length > 1) words.push('EXECUTION_parallel')
  }
  const trace = state?.document['trace']
  return [...(Array.isArray(trace) ? trace.map(String) : []), ...new Set(words)]

  function take(command: Command): void {
    if (command.type === 'perform' && command.work.operation === 'betsy.wait')
      waiting.push({ at: addDuration(at, 'PT10S'), work: command.work.id })
    if (command.type === 'perform' && command.work.operation === 'betsy.throw') {
      const failure = { kind: 'refused' as const, code: 'ERR_CODE', message: '' }
      events.push({ type: 'work-failed', at, work: command.work.id, failure })
    }
    if (command.type === 'raise-incident') words.push('ERROR_runtime')
    if (command.type === 'finish' && command.status === 'failed') words.push('ERROR_thrownErrorEvent')
  }

  function later(): Event | undefined {
    const deadline = state?.deadline ?? null
    const [first] = waiting
    if (first !== undefined && (deadline === null || first.at <= deadline)) {
      waiting.shift()
      at = first.at
      return { type: 'work-done', at, work: first.work, output: null }
    }
    if (deadline === null) return undefined
    at = deadline
    return { type: 'clock', at }
  }
}
