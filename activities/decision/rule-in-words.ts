import type { DecisionTable } from '../../engine/decisions/table.ts'

/** A rule as people read it: the resolution's own words, else its cells. `number` counts from 1. */
export function ruleInWords(table: DecisionTable, number: number): string {
  const rule = table.rules[number - 1]
  if (rule === undefined) return ''
  if (rule.annotation.trim() !== '') return rule.annotation.trim()
  const conditions = table.inputs.flatMap((input, index) => {
    const cell = rule.cells[index] ?? '-'
    return cell === '-' || cell === '' ? [] : [`${input.label}: ${cell}`]
  })
  return conditions.length === 0 ? 'In ogni altro caso' : conditions.join('; ')
}
