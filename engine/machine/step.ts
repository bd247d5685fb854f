import type { Item, Token } from '../state.ts'
import { undo } from './compensation.ts'
import { enterStart, enterThrow, trigger } from './events.ts'
import { finish } from './finish.ts'
import { enterEventBased, enterInclusive, enterParallel, fireInclusiveJoins, leave, pass } from './gateways.ts'
import { block, markOf } from './incidents.ts'
import { enterLoop, iterate } from './loops.ts'
import { checkLengths, markPassage } from './marks.ts'
import { Defect, nodeOf, STEP_LIMIT } from './run.ts'
import type { Run } from './run.ts'
import { endFinishedScopes, enterScope, openProcess } from './scopes.ts'
import { checkCondition } from './subscriptions.ts'
import { enterChild, enterInstant, enterReceive, enterUser, enterWork, perform } from './tasks.ts'

/** Moves everything that can move. When nothing does, joins, ended scopes and conditions may set something going again. */
export function drain(run: Run): void {
  while (run.state.status === 'running') {
    const item = run.state.queue.shift()
    if (item !== undefined) attempt(run, item)
    else if (!fireInclusiveJoins(run) && !endFinishedScopes(run) && !checkConditions(run)) return
  }
}

/** What an item cannot do becomes an incident: `advance` never throws for a diagram's or a document's sake. */
function attempt(run: Run, item: Item): void {
  const mark = markOf(run)
  try {
    carryOut(run, item)
  } catch (error) {
    if (!(error instanceof Defect)) throw error
    block(run, item, error.failure, mark)
  }
}

function carryOut(run: Run, item: Item): void {
  switch (item.do) {
    case 'open':
      return openProcess(run, item)
    case 'enter':
      return enter(run, item)
    case 'leave':
      return leave(run, item)
    case 'finish':
      return finish(run, item)
    case 'perform':
      return perform(run, item)
    case 'trigger':
      return trigger(run, item)
    case 'iterate':
      return iterate(run, item)
    case 'undo':
      return undo(run, item)
  }
}

function enter(run: Run, token: Token): void {
  if (++run.moved > STEP_LIMIT) {
    throw new Defect('step-limit', 'Il diagramma gira a vuoto: troppi passi senza attendere nulla.')
  }
  const node = nodeOf(run, token.node)
  if (token.index === 0) checkLengths(run, node)
  if (node.loop !== null && token.index === 0) enterLoop(run, node, token)
  else enterNode(run, token)
  // Inside a loop the body has marked the passage already.
  if (token.index === 0) markPassage(run, node, token.node)
}

function enterNode(run: Run, token: Token): void {
  const node = nodeOf(run, token.node)
  switch (node.kind) {
    case 'start':
      return enterStart(run, node, token)
    case 'exclusive':
      return pass(run, token)
    case 'parallel':
      return enterParallel(run, node, token)
    case 'inclusive':
      return enterInclusive(run, node, token)
    case 'event-based':
      return enterEventBased(run, node, token)
    case 'catch':
      return enterReceive(run, token)
    case 'throw':
    case 'end':
      return enterThrow(run, node, token)
    case 'user':
      return enterUser(run, node, token)
    case 'work':
      return enterWork(run, node, token)
    case 'pass':
    case 'script':
    case 'decision':
      return enterInstant(run, node, token)
    case 'sub-process':
    case 'call':
      return enterScope(run, node, token)
    case 'child':
      return enterChild(run, node, token)
    case 'boundary':
    case 'event-sub-process':
      throw new Error(`${node.id} is entered by its event only`)
  }
}

/** Conditions are looked at again when everything else has come to rest. */
function checkConditions(run: Run): boolean {
  for (const subscription of run.state.subscriptions) {
    if (subscription.on !== 'condition') continue
    try {
      if (checkCondition(run, subscription)) return true
    } catch (error) {
      // A condition that cannot be computed is not true; it is asked again at the next change.
      if (!(error instanceof Defect)) throw error
    }
  }
  return false
}
