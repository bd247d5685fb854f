import type { Text } from '../../engine/json.ts'

/** Why the law lets an office end a case before its way does. */
export interface Ground {
  code: string
  label: Text
  law: string
  /** A decision against the applicant says why, in words that go on the case. */
  needsText: boolean
}

/** The grounds that are offered, in the order in which they are met. The codes are stable: they stand in histories. */
export const grounds: readonly Ground[] = [
  {
    code: 'renounced',
    label: { it: 'Rinuncia dell’interessato', en: 'Renounced by the applicant' },
    law: 'L. 241/1990, art. 2, c. 1',
    needsText: false,
  },
  {
    code: 'duplicate',
    label: { it: 'Domanda già presentata', en: 'Already filed' },
    law: 'L. 241/1990, art. 1, c. 2',
    needsText: false,
  },
  {
    code: 'mistake',
    label: { it: 'Pratica aperta per errore', en: 'Opened by mistake' },
    law: 'L. 241/1990, art. 1, c. 1',
    needsText: false,
  },
  {
    code: 'impossible',
    label: { it: 'Oggetto venuto meno', en: 'Purpose no longer there' },
    law: 'L. 241/1990, art. 2, c. 1',
    needsText: false,
  },
  {
    code: 'not-integrated',
    label: { it: 'Integrazione non arrivata nel termine', en: 'Integration not received in time' },
    law: 'L. 241/1990, art. 2, c. 7, e art. 6, c. 1, lett. b',
    needsText: true,
  },
  {
    code: 'inadmissible',
    label: {
      it: 'Irricevibile, inammissibile, improcedibile o infondata',
      en: 'Not receivable, inadmissible or unfounded',
    },
    law: 'L. 241/1990, art. 2, c. 1',
    needsText: true,
  },
  {
    code: 'annulled',
    label: { it: 'Annullamento d’ufficio', en: 'Annulled by the office' },
    law: 'L. 241/1990, art. 21-nonies',
    needsText: true,
  },
  {
    code: 'revoked',
    label: { it: 'Revoca', en: 'Revoked' },
    law: 'L. 241/1990, art. 21-quinquies',
    needsText: true,
  },
]

export const groundOf = (code: string): Ground | undefined => grounds.find(one => one.code === code)
