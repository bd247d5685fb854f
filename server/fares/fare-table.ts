import { z } from 'zod'

import { compileTables } from '../../engine/compile/decision-tables.ts'
import type { DecisionTable } from '../../engine/decisions/table.ts'
import type { JsonObject } from '../../engine/json.ts'
import type { fareTable } from '../api/fares.ts'
import { jsonObject } from '../api/common.ts'
import { refuse } from '../http/problem.ts'

type FareTable = z.input<typeof fareTable>

/** A stored table: written by `compileFare` only, its shape is that of the engine. */
export const storedTable = z.custom<DecisionTable>(
  value =>
    z.looseObject({ key: z.string(), inputs: z.array(z.unknown()), rules: z.array(z.unknown()) }).safeParse(value)
      .success,
)

const policies = { U: 'UNIQUE', A: 'ANY', F: 'FIRST', R: 'RULE ORDER', C: 'COLLECT' } as const

/** A table as rows to read and edit. */
export function rowsOf(table: DecisionTable): FareTable {
  return {
    name: table.name,
    hitPolicy: policies[table.hitPolicy],
    inputs: table.inputs.map(input => ({ label: input.label, expression: input.text, type: '' })),
    outputs: table.outputs.map(output => ({ name: output.name, label: output.name, type: output.type })),
    rules: table.rules.map(rule => ({
      inputs: rule.cells.slice(0, table.inputs.length),
      outputs: rule.cells.slice(table.inputs.length),
      text: rule.annotation.slice(0, 200),
    })),
  }
}

/** Compiles the DMN; 422 with every fault of the table. */
export async function compileFare(dmn: string, key: string): Promise<{ table: DecisionTable; stored: JsonObject }> {
  const { tables, diagnostics } = await compileTables(dmn)
  const faults = diagnostics.filter(one => one.severity === 'error')
  if (faults.length > 0) {
    const errors = faults.slice(0, 100).map((one, index) => ({
      path: `table.${index + 1}`,
      message: [one.message.it, one.position === undefined ? '' : `(carattere ${one.position + 1})`, one.remedy.it]
        .filter(Boolean)
        .join(' '),
    }))
    refuse('invalid', 'La tabella non è a posto.', errors)
  }
  const table = tables.find(one => one.key === key)
  if (!table) refuse('invalid', `Nel file non c'è la decisione «${key}».`)
  return { table, stored: jsonObject.parse(JSON.parse(JSON.stringify(table))) }
}

/** The rows as DMN 1.3, which is what is kept and what the resolution's annex can be checked against. */
export function dmnOf(key: string, table: FareTable): string {
  const inputs = table.inputs.map(
    (input, index) =>
      `      <input id="input-${index}" label="${escaped(input.label)}"><inputExpression id="expression-${index}"><text>${escaped(input.expression)}</text></inputExpression></input>`,
  )
  const outputs = table.outputs.map(
    (output, index) =>
      `      <output id="output-${index}" label="${escaped(output.label)}" name="${escaped(output.name)}" typeRef="${escaped(output.type || 'number')}" />`,
  )
  const rules = table.rules.map((rule, number) => ruleOf(rule, number + 1))
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="definitions-${escaped(key)}" name="${escaped(table.name)}" namespace="urn:iter:fares">`,
    `  <decision id="${escaped(key)}" name="${escaped(table.name)}">`,
    `    <decisionTable id="table-${escaped(key)}" hitPolicy="${table.hitPolicy}">`,
    ...inputs,
    ...outputs,
    '      <annotation name="Motivo" />',
    ...rules,
    '    </decisionTable>',
    '  </decision>',
    '</definitions>',
    '',
  ].join('\n')
}

function ruleOf(rule: FareTable['rules'][number], number: number): string {
  const cell = (tag: string, id: string, text: string) => `<${tag} id="${id}"><text>${escaped(text)}</text></${tag}>`
  return [
    `      <rule id="rule-${number}">`,
    ...rule.inputs.map((text, index) => `        ${cell('inputEntry', `rule-${number}-in-${index}`, text || '-')}`),
    ...rule.outputs.map((text, index) => `        ${cell('outputEntry', `rule-${number}-out-${index}`, text)}`),
    `        <annotationEntry><text>${escaped(rule.text)}</text></annotationEntry>`,
    '      </rule>',
  ].join('\n')
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }
const escaped = (text: string): string => text.replace(/[&<>"']/g, char => entities[char] ?? char)
