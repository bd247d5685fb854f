import { evaluateTable } from '../../engine/decisions/evaluate-table.ts'
import { FeelError } from '../../engine/feel/error.ts'
import { validDecisionTable } from '../../db/queries/valid-decision-table.ts'
import { printedDate } from '../documents/format.ts'
import { implement } from '../kernel/implement.ts'
import { OperationError, refused } from '../kernel/operation-error.ts'
import { evaluateDeclaration } from './declarations.ts'
import { readTable } from './read-table.ts'
import { ruleInWords } from './rule-in-words.ts'

/** Applies the town's own approved table that holds on a date, and says which rules of which resolution decided. */
export const evaluate = implement(evaluateDeclaration, async (context, { decision, date, inputs }) => {
  const found = await context.transaction(tx => validDecisionTable(tx, context.municipality, decision, date))
  if (found === null) throw noTable(decision, date)
  const table = readTable(found.table)
  if (table === null) throw unreadable(decision)
  const { output, matched } = decide(() => evaluateTable(table, inputs))
  if (matched.length === 0) throw noRule(found.resolution)
  return {
    output,
    rules: matched.map(number => ({ number, text: ruleInWords(table, number) })),
    table: { key: found.key, resolution: found.resolution, validFrom: found.validFrom },
  }
})

/** A table that contradicts itself says so in its own words. */
function decide<T>(evaluation: () => T): T {
  try {
    return evaluation()
  } catch (error) {
    if (!(error instanceof FeelError)) throw error
    throw new OperationError({ kind: 'misconfigured', code: 'decision-table-contradiction', message: error.text.it })
  }
}

function noTable(decision: string, date: string): OperationError {
  return new OperationError({
    kind: 'misconfigured',
    code: 'no-decision-table',
    message: `Il comune non ha una tabella approvata valida al ${printedDate(date)}: approvarla in «Tariffe», poi riprovare.`,
    detail: `decision ${decision}`,
  })
}

function unreadable(decision: string): OperationError {
  return new OperationError({
    kind: 'defect',
    code: 'decision-table-unreadable',
    message: 'La tabella approvata non è leggibile: avvisare l’assistenza.',
    detail: `decision ${decision}`,
  })
}

function noRule(resolution: string): OperationError {
  return refused(
    'no-rule-applies',
    'Nessuna regola della tabella vale per questi dati: completare la tabella o correggere i dati.',
    `resolution ${resolution}`,
  )
}
