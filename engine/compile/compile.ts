import type { ModdleElement } from 'bpmn-moddle'
import type { Plan, PlanNode } from '../plan.ts'
import { checkStructure } from './check.ts'
import { collectGlobalTask, collectScope } from './collect.ts'
import type { Compilation, CompileEnv } from './compilation.ts'
import { connectFlows, connectLinks, connectScopes } from './connect.ts'
import type { Diagnostic } from './diagnostic.ts'
import { flag, idOf, many, text } from './element.ts'
import { noticeForeignAround } from './foreign.ts'
import { fileError } from './guard.ts'
import { nodeFrom } from './nodes.ts'
import { spreadOffices } from './offices.ts'
import { readDiagram } from './read-diagram.ts'
import { computeReach } from './reach.ts'
import { checkVersions, termsOf } from './terms.ts'
import { checkTypes } from './types/check-types.ts'

export type { CompileEnv } from './compilation.ts'

export interface Compiled {
  /** Null when there is any error among the diagnostics. */
  plan: Plan | null
  diagnostics: Diagnostic[]
}

/**
 * Compiles a BPMN 2.0 diagram. What the engine does not run, and what the diagram names but `env` does not know, is a diagnostic with
 * the element; a plan that comes out runs.
 */
export async function compile(bpmnXml: string, env: CompileEnv): Promise<Compiled> {
  const read = await readDiagram(bpmnXml)
  if ('unreadable' in read) return { plan: null, diagnostics: [read.unreadable] }
  const { definitions } = read
  const roots = many(definitions, 'rootElements')
  const processes = executable(roots)
  const [main] = processes
  if (main === undefined) return { plan: null, diagnostics: [...read.diagnostics, noProcess()] }
  const compilation = newCompilation(env, read.diagnostics)
  for (const process of processes) compilation.terms.push(...termsOf(compilation, process))
  checkVersions(compilation, main)
  noticeForeignAround(compilation, definitions, processes)
  spreadOffices(compilation, definitions, processes)
  fill(compilation, processes, roots)
  const isRefused = compilation.diagnostics.some(it => it.severity === 'error')
  return { plan: isRefused ? null : planOf(compilation, main, processes), diagnostics: compilation.diagnostics }
}

/** Numbers first, then nodes, then what ties them together, then what is wrong with the whole. */
function fill(compilation: Compilation, processes: ModdleElement[], roots: ModdleElement[]): void {
  for (const process of processes) collectScope(compilation, process)
  for (const task of roots) if (/^bpmn:Global\w*Task$/.test(task.$type)) collectGlobalTask(compilation, task)
  compilation.nodes = compilation.sources.map(source => nodeFrom(compilation, source))
  for (const process of processes) connectFlows(compilation, process)
  connectLinks(compilation)
  connectScopes(compilation, processes)
  sortMessages(compilation.nodes)
  computeReach(compilation)
  checkStructure(compilation)
  // What was refused writes nothing, and whoever reads that would be at fault for it.
  if (compilation.diagnostics.every(it => it.severity !== 'error')) checkTypes(compilation)
}

/** Executable processes; a file that marks none means all that it has. */
function executable(roots: ModdleElement[]): ModdleElement[] {
  const processes = roots.filter(it => it.$type === 'bpmn:Process' && many(it, 'flowElements').length > 0)
  const marked = processes.filter(it => flag(it, 'isExecutable'))
  return marked.length > 0 ? marked : processes
}

function planOf(compilation: Compilation, main: ModdleElement, processes: ModdleElement[]): Plan {
  const { nodes, flows, scopes, terms, env } = compilation
  const usedForms = new Set(nodes.flatMap(it => (it.kind === 'user' ? [it.form] : [])))
  return {
    format: 1,
    procedure: idOf(main),
    name: text(main, 'name') ?? '',
    nodes,
    flows,
    scopes,
    roots: rootsOf(compilation, processes.length),
    terms,
    forms: env.forms.filter(it => usedForms.has(it.key)),
    tables: nodes.some(it => it.kind === 'decision') ? (env.tables ?? []) : [],
  }
}

/** A pool begins with the case when it can begin by itself and is not called; the first one begins in any case. */
function rootsOf({ nodes, scopes }: Compilation, processes: number): number[] {
  const called = new Set(nodes.flatMap(it => (it.kind === 'call' ? [it.inner] : [])))
  const tops = scopes.flatMap((scope, index) => (scope.node === null ? [{ scope, index }] : []))
  const pools = tops.slice(0, processes).filter(it => !called.has(it.index))
  const roots = pools.filter(it => it.scope.starts.length > 0)
  const [first] = pools
  if (roots.length > 0 || first === undefined) return roots.map(it => it.index)
  first.scope.starts = first.scope.triggered.slice(0, 1)
  return [first.index]
}

/** A message that nothing in the diagram catches goes to the outside. */
function sortMessages(nodes: PlanNode[]): void {
  const caught = new Set(
    nodes.flatMap(it => ('trigger' in it && it.trigger.on === 'message' ? [it.trigger.message] : [])),
  )
  for (const node of nodes) {
    if ('throws' in node && node.throws.do === 'message') node.throws.outside = !caught.has(node.throws.message)
  }
}

function newCompilation(env: CompileEnv, diagnostics: Diagnostic[]): Compilation {
  const none = { sources: [], nodes: [], flows: [], scopes: [], terms: [] }
  return { env, ...none, nodeIndex: new Map(), scopeIndex: new Map(), diagnostics: [...diagnostics] }
}

function noProcess(): Diagnostic {
  return fileError(
    'Il file non contiene un processo eseguibile.',
    'The file holds no executable process.',
    'Segnare il processo come eseguibile.',
    'Mark the process as executable.',
  )
}
