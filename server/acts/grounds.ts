import type { Text } from '../../engine/json.ts'

/** Why the law lets an office end a case before its way does. */
export interface Ground {
  code: string
  label: Text
  law: string
  /** A decision against the applicant says why, in words that go on the case. */
  needsText: boolean
}

const of = (code: string, it: string, en: string, law: string, needsText = false): Ground => ({
  code,
  label: { it, en },
  law: `L. 241/1990, ${law}`,
  needsText,
})

/** The grounds that are offered, in the order in which they are met. The codes are stable: they stand in histories. */
export const grounds: readonly Ground[] = [
  of('renounced', 'Rinuncia dell’interessato', 'Renounced by the applicant', 'art. 2, c. 1'),
  of('duplicate', 'Domanda già presentata', 'Already filed', 'art. 1, c. 2'),
  of('mistake', 'Pratica aperta per errore', 'Opened by mistake', 'art. 1, c. 1'),
  of('impossible', 'Oggetto venuto meno', 'Purpose no longer there', 'art. 2, c. 1'),
  of(
    'not-integrated',
    'Integrazione non arrivata nel termine',
    'Integration not received in time',
    'art. 2, c. 7, e art. 6, c. 1, lett. b',
    true,
  ),
  of(
    'inadmissible',
    'Irricevibile, inammissibile, improcedibile o infondata',
    'Not receivable, inadmissible or unfounded',
    'art. 2, c. 1',
    true,
  ),
  of('annulled', 'Annullamento d’ufficio', 'Annulled by the office', 'art. 21-nonies', true),
  of('revoked', 'Revoca', 'Revoked', 'art. 21-quinquies', true),
]

export const groundOf = (code: string): Ground | undefined => grounds.find(one => one.code === code)
