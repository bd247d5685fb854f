import { z } from 'zod'
import type { Instant } from '../../engine/json.ts'
import { romeDate } from '../documents/format.ts'

export interface Missing {
  code: string
  text: string
}

/** Only what the rules below look at; a field of another kind counts as absent. */
const requestSchema = z.object({
  applicant: z.object({ relation: z.string().catch('parent') }).catch({ relation: 'parent' }),
  school: z.object({ code: z.string(), class: z.string() }).nullish().catch(null),
  days: z.array(z.string()).catch([]),
  diet: z.object({ kind: z.string() }).catch({ kind: 'standard' }),
  isee: z
    .object({
      status: z.string(),
      valueCents: z.number().nullish().catch(null),
      protocol: z.string().nullish().catch(null),
      signedOn: z.string().nullish().catch(null),
    })
    .catch({ status: 'none' }),
  exemption: z.string().nullish().catch(null),
})

type Request = z.output<typeof requestSchema>
type Refs = Record<string, unknown>

interface Rule extends Missing {
  lacks(request: Request, refs: Refs, at: Instant): boolean
}

const has = (refs: Refs, key: string): boolean => typeof refs[key] === 'string' && refs[key] !== ''

/** What a canteen request must bring. Confidential pieces live elsewhere: a reference to them is enough. */
const rules: readonly Rule[] = [
  {
    code: 'school',
    text: 'La scuola e la classe della bambina o del bambino.',
    lacks: ({ school }) => school === null || school === undefined || school.code === '' || school.class === '',
  },
  { code: 'days', text: 'I giorni di frequenza della mensa.', lacks: ({ days }) => days.length === 0 },
  {
    code: 'diet-certificate',
    text: 'Il certificato medico per la dieta speciale, con alimenti da escludere e durata.',
    lacks: ({ diet }, refs) => diet.kind === 'medical' && !has(refs, 'diet'),
  },
  {
    code: 'guardian-act',
    text: 'L’atto che affida la bambina o il bambino a chi presenta la domanda (autorità, numero e data).',
    lacks: ({ applicant }, refs) => ['guardian', 'foster'].includes(applicant.relation) && !has(refs, 'guardian'),
  },
  {
    code: 'exemption-proof',
    text: 'La documentazione dell’esenzione richiesta.',
    lacks: ({ exemption }, refs) =>
      exemption !== null && exemption !== undefined && exemption !== 'none' && !has(refs, 'exemption'),
  },
  {
    code: 'isee-data',
    text: 'Il valore, il numero di protocollo e la data di sottoscrizione dell’attestazione ISEE dichiarata.',
    lacks: ({ isee }) =>
      isee.status === 'declared' && (typeof isee.valueCents !== 'number' || !isee.protocol || !isee.signedOn),
  },
  {
    // An attestation is good until 31 December of the year it was signed in (DPCM 159/2013, art. 10).
    code: 'isee-expired',
    text: 'Un’attestazione ISEE in corso di validità: quella dichiarata è scaduta il 31 dicembre.',
    lacks: ({ isee }, _refs, at) =>
      isee.status === 'declared' &&
      typeof isee.signedOn === 'string' &&
      isee.signedOn.slice(0, 4) < romeDate(at).slice(0, 4),
  },
]

/** Everything that is missing at once, because the law allows one request for integration only (L. 241/1990, art. 2, c. 7). */
export function missingFrom(request: Record<string, unknown>, refs: Refs, at: Instant): Missing[] {
  const parsed = requestSchema.parse(request)
  return rules.filter(rule => rule.lacks(parsed, refs, at)).map(({ code, text }) => ({ code, text }))
}
