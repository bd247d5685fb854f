import type { Text } from '../../engine/json.ts'

const words: Record<number, Text> = {
  0: { it: 'Eseguito', en: 'Executed' },
  3: { it: 'Revocato', en: 'Revoked' },
  4: { it: 'Eseguito in stand-in', en: 'Executed in stand-in' },
  8: { it: 'Eseguito in stand-in, senza richiesta', en: 'Executed in stand-in, without a request' },
  9: { it: 'Eseguito senza ricevuta', en: 'Executed without a receipt' },
}

/** What a report's row says became of the payment. */
export const outcomeWords = (outcome: number): Text =>
  words[outcome] ?? { it: `Esito ${outcome}`, en: `Outcome ${outcome}` }
