import { z } from 'zod'
import type { Instant } from '../../engine/json.ts'
import { romeDate } from '../documents/format.ts'
import { pathsOf } from './confidential-parts.ts'

export interface Missing {
  code: string
  text: string
}

/** Only what the rules below look at; a field of another kind counts as absent. */
const requestSchema = z.object({
  applicant: z.object({ relation: z.string().catch('parent') }).catch({ relation: 'parent' }),
  days: z.array(z.string()).catch([]),
  isee: z.object({ status: z.string(), signedOn: z.string().nullish().catch(null) }).catch({ status: 'none' }),
})

type Request = z.output<typeof requestSchema>

/** Of the confidential parts the rules look at this; everything else only counts as there or not. */
const medicalSchema = z.object({ diet: z.object({ kind: z.literal('medical') }) })

interface Rule extends Missing {
  lacks(request: Request & { isMedical: boolean }, has: (path: string) => boolean, at: Instant): boolean
}

/** What a canteen request must bring. */
const rules: readonly Rule[] = [
  {
    code: 'school',
    text: 'La scuola e la classe della bambina o del bambino.',
    lacks: (_request, has) => !has('school.code') || !has('school.class'),
  },
  { code: 'days', text: 'I giorni di frequenza della mensa.', lacks: ({ days }) => days.length === 0 },
  {
    // What is missing stands in the case for everybody: nothing of the child's health, not even in the code.
    code: 'reserved-document',
    text: 'Un documento riservato: quale, lo dice al richiedente l’ufficio che lo valuta.',
    lacks: ({ isMedical }, has) => isMedical && !has('diet.certificate'),
  },
  {
    code: 'guardian-act',
    text: 'L’atto che affida la bambina o il bambino a chi presenta la domanda (autorità, numero e data).',
    lacks: ({ applicant }, has) =>
      ['guardian', 'foster'].includes(applicant.relation) &&
      !['authority', 'number', 'date'].every(piece => has(`guardianAct.${piece}`)),
  },
  {
    code: 'isee-data',
    text: 'Il valore, il numero di protocollo e la data di sottoscrizione dell’attestazione ISEE dichiarata.',
    lacks: ({ isee }, has) =>
      isee.status === 'declared' && !['valueCents', 'protocol', 'signedOn'].every(piece => has(`isee.${piece}`)),
  },
  {
    // An attestation is good until 31 December of the year it was signed in (DPCM 159/2013, art. 10).
    code: 'isee-expired',
    text: 'Un’attestazione ISEE in corso di validità: quella dichiarata è scaduta il 31 dicembre.',
    lacks: ({ isee }, _has, at) =>
      isee.status === 'declared' &&
      typeof isee.signedOn === 'string' &&
      isee.signedOn.slice(0, 4) < romeDate(at).slice(0, 4),
  },
]

/**
 * Everything that is missing at once, because the law allows one request for integration only (L. 241/1990, art. 2, c. 7).
 * `confidential`: the parts of the request that only one office may read.
 */
export function missingFrom(request: Record<string, unknown>, confidential: unknown[], at: Instant): Missing[] {
  const parts = [request, ...confidential]
  const isMedical = parts.some(part => medicalSchema.safeParse(part).success)
  const parsed = { ...requestSchema.parse(request), isMedical }
  const paths = new Set(parts.flatMap(part => pathsOf(part)))
  const has = (path: string) => paths.has(path)
  return rules.filter(rule => rule.lacks(parsed, has, at)).map(({ code, text }) => ({ code, text }))
}
