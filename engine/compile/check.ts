import type { PlanNode } from '../plan.ts'
import { fail, report } from './compilation.ts'
import type { Compilation } from './compilation.ts'
import { checkConfidential } from './confidential.ts'
import { isCompensationHandler } from './connect.ts'
import { MAX_INCOMING } from './reach.ts'

/** What is wrong with a diagram as a whole, once every element is known. */
export function checkStructure(compilation: Compilation): void {
  // What hangs on a refused element only seems to be cut off.
  const isComplete = compilation.diagnostics.every(it => it.severity !== 'error')
  compilation.nodes.forEach((node, index) => {
    if (isComplete) checkReached(compilation, node, index)
    checkTerms(compilation, node, index)
    checkConfidential(compilation, node)
    if (node.kind === 'event-based') checkEventGateway(compilation, node, index)
    if (node.kind === 'exclusive') checkExclusive(compilation, node, index)
    if (node.kind === 'inclusive' && node.incoming.length > MAX_INCOMING) tooManyFlows(compilation, index)
  })
  for (const scope of compilation.scopes) {
    const opener = scope.node === null ? undefined : compilation.nodes[scope.node]
    if (opener?.kind !== 'event-sub-process' && scope.starts.length + scope.triggered.length === 0)
      noStart(compilation, scope.node)
  }
}

function elementOf(compilation: Compilation, index: number | null) {
  return index === null ? null : (compilation.sources[index]?.element ?? null)
}

function checkReached(compilation: Compilation, node: PlanNode, index: number): void {
  const scope = compilation.scopes[node.scope]
  const isStart =
    node.kind === 'start' || scope?.starts.includes(index) === true || scope?.triggered.includes(index) === true
  const isApart =
    node.kind === 'boundary' || node.kind === 'event-sub-process' || isCompensationHandler(compilation, index)
  if (isStart || isApart || node.incoming.length > 0) return
  report(compilation, elementOf(compilation, index), {
    severity: 'warning',
    message: { it: 'Il passo non è mai raggiunto.', en: 'The step is never reached.' },
    remedy: { it: 'Collegarlo o toglierlo.', en: 'Connect it or remove it.' },
  })
}

function checkTerms(compilation: Compilation, node: PlanNode, index: number): void {
  const { trigger } = 'trigger' in node ? node : { trigger: null }
  if (trigger?.on !== 'timer' || trigger.timer.type !== 'term') return
  const { term } = trigger.timer
  if (compilation.terms.some(it => it.key === term)) return
  fail(
    compilation,
    elementOf(compilation, index),
    { it: `Il termine «${term}» non è dichiarato.`, en: `The term "${term}" is not declared.` },
    { it: 'Dichiararlo nel processo con iter:term.', en: 'Declare it in the process with iter:term.' },
  )
}

function checkEventGateway(compilation: Compilation, node: PlanNode, index: number): void {
  const targets = node.outgoing.map(flow => compilation.nodes[compilation.flows[flow]?.target ?? -1])
  if (targets.length > 0 && targets.every(it => it?.kind === 'catch')) return
  fail(
    compilation,
    elementOf(compilation, index),
    {
      it: 'Dopo un gateway a eventi servono eventi che attendono.',
      en: 'An event-based gateway must lead to catching events.',
    },
    {
      it: 'Collegarlo solo a eventi intermedi o a compiti di ricezione.',
      en: 'Connect it to intermediate catching events or receive tasks only.',
    },
  )
}

function checkExclusive(compilation: Compilation, node: PlanNode, index: number): void {
  if (node.outgoing.length < 2) return
  const isOpen = (flow: number) => flow !== node.otherwise && compilation.flows[flow]?.condition === null
  if (!node.outgoing.some(isOpen)) return
  report(compilation, elementOf(compilation, index), {
    severity: 'warning',
    message: { it: 'Un’uscita del gateway non ha condizione.', en: 'A way out of the gateway has no condition.' },
    remedy: {
      it: 'Scrivere la condizione o segnarla come predefinita.',
      en: 'Write the condition or mark it as the default.',
    },
  })
}

function tooManyFlows(compilation: Compilation, index: number): void {
  fail(
    compilation,
    elementOf(compilation, index),
    {
      it: `Il gateway inclusivo riunisce più di ${MAX_INCOMING} percorsi.`,
      en: `The inclusive gateway joins more than ${MAX_INCOMING} flows.`,
    },
    { it: 'Riunire i percorsi in più passi.', en: 'Join the flows in several steps.' },
  )
}

function noStart(compilation: Compilation, node: number | null): void {
  fail(
    compilation,
    elementOf(compilation, node),
    { it: 'Il processo non ha un inizio.', en: 'The process has no start.' },
    { it: 'Aggiungere un evento d’inizio.', en: 'Add a start event.' },
  )
}
