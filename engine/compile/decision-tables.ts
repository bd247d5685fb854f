import { DmnModdle } from 'dmn-moddle'
import { z } from 'zod'
import type { Aggregator, DecisionTable, HitPolicy, TableInput, TableRule } from '../decisions/table.ts'
import { parseExpression, parseUnaryTests } from '../feel/parse.ts'
import type { Ast, Parsed } from '../feel/parse.ts'
import type { Text } from '../json.ts'
import type { Diagnostic } from './diagnostic.ts'
import { coverageFaults } from './table-coverage.ts'

export interface CompiledTables {
  tables: DecisionTable[]
  diagnostics: Diagnostic[]
}

const HIT_POLICIES: { [name: string]: HitPolicy } = {
  UNIQUE: 'U',
  ANY: 'A',
  FIRST: 'F',
  'RULE ORDER': 'R',
  COLLECT: 'C',
}
const AGGREGATORS: { [name: string]: Aggregator } = { SUM: 'sum', MIN: 'min', MAX: 'max', COUNT: 'count' }

const text = z.object({ text: z.string().default('') })
const clause = z.object({ id: z.string().optional(), label: z.string().optional() })

const tableShape = z.object({
  $type: z.literal('dmn:DecisionTable'),
  hitPolicy: z.string().default('UNIQUE'),
  aggregation: z.string().optional(),
  input: z.array(clause.extend({ inputExpression: text.optional() })).default([]),
  output: z
    .array(
      clause.extend({
        name: z.string().optional(),
        typeRef: z.string().optional(),
        defaultOutputEntry: text.optional(),
      }),
    )
    .default([]),
  rule: z
    .array(
      z.object({
        id: z.string().optional(),
        description: z.string().optional(),
        inputEntry: z.array(text).default([]),
        outputEntry: z.array(text).default([]),
        annotationEntry: z.array(z.object({ text: z.string().optional() })).default([]),
      }),
    )
    .default([]),
})

const formulaShape = text.extend({ $type: z.literal('dmn:LiteralExpression') })

const decisionShape = z.object({
  $type: z.literal('dmn:Decision'),
  id: z.string(),
  name: z.string().optional(),
  variable: z.object({ typeRef: z.string().optional() }).optional(),
  decisionLogic: z.unknown(),
})

const definitionsShape = z.object({ drgElement: z.array(z.unknown()).default([]) })

type TableShape = z.infer<typeof tableShape>

/**
 * Reads a DMN 1.3 file: every decision with a table, or with one FEEL formula (a table of one rule without conditions).
 * What cannot run is a diagnostic that names the element; such a decision is left out of `tables`.
 */
export async function compileTables(dmnXml: string): Promise<CompiledTables> {
  const diagnostics: Diagnostic[] = []
  const root = await readXml(dmnXml, diagnostics)
  const definitions = definitionsShape.safeParse(root)
  const tables: DecisionTable[] = []
  for (const element of definitions.success ? definitions.data.drgElement : []) {
    const decision = decisionShape.safeParse(element)
    if (!decision.success) continue
    const report = new Report(decision.data.id, decision.data.name ?? decision.data.id, diagnostics)
    const table = compileDecision(decision.data, report)
    if (!table || report.failed) continue
    tables.push(table)
    for (const fault of coverageFaults(table)) report.warning(fault)
  }
  if (tables.length === 0 && diagnostics.length === 0) {
    new Report(null, null, diagnostics).error(
      { it: 'Il file non contiene decisioni.', en: 'The file holds no decision.' },
      { it: 'Disegnare almeno una tabella di decisione.', en: 'Draw at least one decision table.' },
    )
  }
  return { tables, diagnostics }
}

async function readXml(dmnXml: string, diagnostics: Diagnostic[]): Promise<unknown> {
  try {
    const { rootElement } = await new DmnModdle().fromXML(dmnXml)
    return rootElement
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    new Report(null, null, diagnostics).error(
      { it: `Il file non è un DMN 1.3 leggibile: ${reason}`, en: `The file is no readable DMN 1.3: ${reason}` },
      { it: 'Salvarlo di nuovo dal modellatore.', en: 'Save it again from the modeler.' },
    )
    return {}
  }
}

/** Collects what is wrong with one decision. */
class Report {
  failed = false
  private readonly element: string | null
  private readonly name: string | null
  private readonly diagnostics: Diagnostic[]

  constructor(element: string | null, name: string | null, diagnostics: Diagnostic[]) {
    this.element = element
    this.name = name
    this.diagnostics = diagnostics
  }

  error(message: Text, remedy: Text, position?: number): void {
    this.failed = true
    const finding: Diagnostic = { severity: 'error', element: this.element, name: this.name, message, remedy }
    this.diagnostics.push(position === undefined ? finding : { ...finding, position })
  }

  warning(doubt: Text): void {
    const message = { it: `Tabella: ${doubt.it}.`, en: `Table: ${doubt.en}.` }
    const remedy = {
      it: 'Correggere le condizioni, o scegliere il criterio F.',
      en: 'Correct the conditions, or choose hit policy F.',
    }
    this.diagnostics.push({ severity: 'warning', element: this.element, name: this.name, message, remedy })
  }

  /** The parsed cell; null (and an error with its place) when it cannot be read. */
  parsed(result: Parsed, source: string, place: Text): Ast | null {
    if ('ast' in result) return result.ast
    const { message, position } = result.error
    this.error(
      { it: `${place.it}: ${message.it}`, en: `${place.en}: ${message.en}` },
      { it: `Correggere: ${source}`, en: `Correct: ${source}` },
      position,
    )
    return null
  }
}

function compileDecision(decision: z.infer<typeof decisionShape>, report: Report): DecisionTable | null {
  const head = { key: decision.id, name: decision.name ?? decision.id }
  const formula = formulaShape.safeParse(decision.decisionLogic)
  if (formula.success) return formulaTable(head, formula.data.text, decision.variable?.typeRef ?? 'Any', report)
  const table = tableShape.safeParse(decision.decisionLogic)
  if (table.success) return { ...head, ...compileTable(table.data, report) }
  report.error(
    { it: 'La decisione non ha né tabella né formula.', en: 'The decision has neither a table nor a formula.' },
    { it: 'Completarla con una tabella di decisione.', en: 'Complete it with a decision table.' },
  )
  return null
}

function formulaTable(
  head: { key: string; name: string },
  source: string,
  type: string,
  report: Report,
): DecisionTable | null {
  const ast = report.parsed(parseExpression(source), source, { it: 'Formula', en: 'Formula' })
  if (!ast) return null
  const rule: TableRule = { tests: [], outputs: [ast], annotation: head.name, cells: [source] }
  const outputs = [{ name: head.key, type }]
  return { ...head, inputs: [], outputs, rules: [rule], hitPolicy: 'U', aggregator: null }
}

function compileTable(shape: TableShape, report: Report): Omit<DecisionTable, 'key' | 'name'> {
  const outputs = shape.output.map((output, index) => ({
    name: output.name ?? output.label ?? `output${index + 1}`,
    type: output.typeRef ?? 'Any',
  }))
  if (outputs.length === 0) {
    report.error(
      { it: 'La tabella non ha risultati.', en: 'The table has no output.' },
      { it: 'Aggiungere una colonna di risultato.', en: 'Add an output column.' },
    )
  }
  if (shape.output.some(output => output.defaultOutputEntry)) {
    report.error(
      { it: 'I valori predefiniti dei risultati non sono ammessi.', en: 'Default output values are not supported.' },
      { it: 'Scrivere una regola con tutte le condizioni «-».', en: 'Write a rule whose conditions are all “-”.' },
    )
  }
  return {
    inputs: shape.input.flatMap((input, index) => compileInput(input, index, report)),
    outputs,
    rules: shape.rule.flatMap((rule, index) => compileRule(rule, index, shape, report)),
    hitPolicy: hitPolicyOf(shape, report),
    aggregator: aggregatorOf(shape, report),
  }
}

function hitPolicyOf(shape: TableShape, report: Report): HitPolicy {
  const policy = HIT_POLICIES[shape.hitPolicy]
  if (policy) return policy
  report.error(
    { it: `Criterio «${shape.hitPolicy}» non ammesso.`, en: `Hit policy “${shape.hitPolicy}” is not supported.` },
    { it: 'Usare U, A, F, R o C.', en: 'Use U, A, F, R or C.' },
  )
  return 'U'
}

function aggregatorOf(shape: TableShape, report: Report): Aggregator | null {
  if (shape.aggregation === undefined || shape.hitPolicy !== 'COLLECT') return null
  if (shape.output.length > 1) {
    report.error(
      { it: 'Un totale vuole un solo risultato.', en: 'An aggregation needs a single output.' },
      { it: 'Togliere colonne o il totale.', en: 'Remove columns or the aggregation.' },
    )
  }
  return AGGREGATORS[shape.aggregation] ?? null
}

function compileInput(input: TableShape['input'][number], index: number, report: Report): TableInput[] {
  const source = input.inputExpression?.text ?? ''
  const place = { it: `Colonna ${index + 1}`, en: `Column ${index + 1}` }
  const ast = report.parsed(parseExpression(source), source, place)
  return ast ? [{ label: input.label ?? source, ast, text: source.trim() }] : []
}

function compileRule(rule: TableShape['rule'][number], index: number, shape: TableShape, report: Report): TableRule[] {
  const place = { it: `Regola ${index + 1}`, en: `Rule ${index + 1}` }
  if (rule.inputEntry.length !== shape.input.length || rule.outputEntry.length !== shape.output.length) {
    report.error(
      { it: `${place.it}: celle e colonne non corrispondono.`, en: `${place.en}: cells and columns do not match.` },
      { it: 'Riscrivere la regola.', en: 'Write the rule again.' },
    )
    return []
  }
  const cells = [...rule.inputEntry, ...rule.outputEntry].map(cell => cell.text.trim())
  // Modelers leave an empty cell where any value is meant.
  const headings = [...shape.input.map(it => it.label), ...shape.output.map(it => it.label ?? it.name)]
  const cellAt = (column: number): Text => ({
    it: `${place.it}, colonna ${column + 1} «${headings[column] ?? ''}»`,
    en: `${place.en}, column ${column + 1} “${headings[column] ?? ''}”`,
  })
  const tests = rule.inputEntry.map(({ text: source }, column) =>
    report.parsed(parseUnaryTests(source.trim() === '' ? '-' : source), source, cellAt(column)),
  )
  const outputs = rule.outputEntry.map(({ text: source }, column) =>
    report.parsed(parseExpression(source.trim() === '' ? 'null' : source), source, cellAt(shape.input.length + column)),
  )
  const annotation = rule.annotationEntry[0]?.text ?? rule.description ?? ''
  return [{ tests: present(tests), outputs: present(outputs), annotation, cells }]
}

function present(asts: (Ast | null)[]): Ast[] {
  return asts.filter(ast => ast !== null)
}
