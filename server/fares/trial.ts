import { evaluateTable } from '../../engine/decisions/evaluate-table.ts'
import type { DecisionTable } from '../../engine/decisions/table.ts'
import type { Json, JsonObject } from '../../engine/json.ts'
import type { tryFare } from '../api/fares.ts'
import { refuse } from '../http/problem.ts'
import type { z } from 'zod'

type Trial = z.input<(typeof tryFare)['answers'][200]>['items'][number]

export interface Sample {
  name: string
  inputs: JsonObject
}

const child = (name: string, inputs: JsonObject): Sample => ({
  name,
  inputs: { iseeCents: null, resident: true, minors: 1, siblings: 0, exempt: false, ...inputs },
})

/** Children that every regulation has a word about. */
export const sampleChildren: Sample[] = [
  child('Senza ISEE', {}),
  child('ISEE 0 €', { iseeCents: 0 }),
  child('ISEE 3.500 €', { iseeCents: 350_000 }),
  child('ISEE 8.500 €', { iseeCents: 850_000 }),
  child('ISEE 12.000 €, un fratello a mensa', { iseeCents: 1_200_000, siblings: 1, minors: 2 }),
  child('ISEE 12.000 €, tre figli minori', { iseeCents: 1_200_000, siblings: 2, minors: 3 }),
  child('ISEE 25.000 €', { iseeCents: 2_500_000 }),
  child('ISEE 40.000 €', { iseeCents: 4_000_000 }),
  child('Non residente, ISEE 8.500 €', { iseeCents: 850_000, resident: false }),
  child('Esente', { iseeCents: 850_000, exempt: true }),
]

/** What the table gives for each child, and what the one in force gives today. */
export function tryOn(table: DecisionTable, inForce: DecisionTable | null, samples: readonly Sample[]): Trial[] {
  return samples.map(({ name, inputs }) => {
    const now = evaluated(table, inputs)
    return { name, inputs, ...now, before: inForce ? evaluated(inForce, inputs).output : null }
  })
}

/** A table that gives no child a number of cents reads other names than those that an enrolment knows. */
export function requireFares(table: DecisionTable): void {
  const rows = tryOn(table, null, sampleChildren)
  if (rows.some(row => typeof row.output === 'number')) return
  const known = Object.keys(sampleChildren[0]?.inputs ?? {}).join(', ')
  refuse('invalid', undefined, [
    {
      path: 'table.1',
      message: `La tabella non dà una tariffa in centesimi per nessuno dei bambini di esempio. Può leggere: ${known}.`,
    },
  ])
}

function evaluated(
  table: DecisionTable,
  inputs: JsonObject,
): { output: Json; rules: Trial['rules']; error: string | null } {
  try {
    const { output, matched } = evaluateTable(table, inputs)
    const rules = matched.map(number => ({ number, text: table.rules[number - 1]?.annotation.slice(0, 200) ?? '' }))
    return { output, rules, error: matched.length === 0 ? 'Nessuna regola vale per questo bambino.' : null }
  } catch (error) {
    return { output: null, rules: [], error: error instanceof Error ? error.message : 'La tabella si contraddice.' }
  }
}
