import { citizenByFiscalCode, families, type Citizen, type Family } from '../platforms/citizens.ts'
import { canteens, schoolYear } from '../demo/canteens.ts'
import { schools } from '../demo/schools.ts'
import type { Random } from './random.ts'

/** How a request ends, known from the seed before it is filed. */
export const ends = [
  /** Granted, notice paid, credited once. */
  'credited',
  /** Granted, nothing to pay: postpaid town or zero fare. */
  'active',
  /** The notice was paid by two people: both payments are credited. */
  'paid-twice',
  /** The ISEE never came: maximum fare, paid. */
  'maximum-fare',
  /** The ISEE came while it was waited for. */
  'isee-in-time',
  /** Refused after the notice of refusal. */
  'rejected',
  /** Granted after the applicant's observations. */
  'observations',
  /** Withdrawn before anybody decided. */
  'withdrawn',
  /** Withdrawn with the account open. */
  'withdrawn-later',
  /** Identified at the desk, because nothing signed came with the request. */
  'identified-at-desk',
] as const

export type End = (typeof ends)[number]

export interface Story {
  key: string
  end: End
  townCode: string
  applicant: Citizen
  /** What is filed, without the signed identity. */
  request: Record<string, unknown>
  signsIn: boolean
  /** Whether the case asks for money before the service is running. */
  pays: boolean
  expected: Expected
}

export interface Expected {
  outcome: 'approved' | 'rejected' | 'withdrawn'
  /** Has the case ended, or is its service running? */
  isOver: boolean
  protocols: number
  positions: number
  messages: number
  payments: number
  balanceCents: number | null
  isMaximum: boolean
}

/** `cases` stories of the demo towns' families; `run` tells the keys of one run from those of another. */
export function tellStories(random: Random, { cases, run }: { cases: number; run: string }): Story[] {
  return Array.from({ length: cases }, (_, index) => tell(random.fork(index), index, run))
}

function tell(random: Random, index: number, run: string): Story {
  const family = random.pick(families)
  const end = endFor(random, family)
  const applicant = known(family.applicant)
  const child = known(random.pick(family.children))
  const isee = iseeFor(end, family)
  const diet = random.next() < 0.15 ? { kind: 'religious', notes: 'Senza carne di maiale' } : { kind: 'standard' }
  const { pays, expected } = expectedOf(end, family, applicant)
  const person = ({ firstName, lastName, fiscalCode }: Citizen) => ({ firstName, lastName, fiscalCode })
  return {
    key: keyOf(random, run, index),
    end,
    townCode: family.townCode,
    applicant,
    request: {
      schoolYear,
      applicant: { ...person(applicant), relation: family.relation },
      child: person(child),
      school: seatOf(family, index),
      days: ['mon', 'wed', 'fri'],
      diet,
      isee,
      ...(family.relation !== 'parent' && {
        guardianAct: { authority: 'Tribunale di Cremona', number: '12/2024', date: '2024-05-06' },
      }),
    },
    signsIn: end !== 'identified-at-desk',
    pays,
    expected,
  }
}

/** Families whose fare may be nought are granted it without a notice; waiting for an ISEE would change that. */
function endFor(random: Random, family: Family): End {
  const rare = random.next()
  if (!isPrepaid(family) || isFree(family)) {
    if (rare < 0.15) return 'rejected'
    if (rare < 0.3) return 'withdrawn'
    return rare < 0.4 ? 'identified-at-desk' : 'active'
  }
  return rare < 0.3 ? 'credited' : random.pick(ends.filter(end => end !== 'active'))
}

const isPrepaid = (family: Family): boolean => canteens[family.townCode]?.model === 'prepaid'
const isFree = (family: Family): boolean => family.iseeCents !== null && family.iseeCents < 500_000

const lowIsee = { status: 'declared', valueCents: 990_000, protocol: 'INPS-ISEE-2026-1', signedOn: '2026-09-01' }

function iseeFor(end: End, family: Family): object {
  if (end === 'maximum-fare' || end === 'isee-in-time') return { status: 'to-follow' }
  if (family.iseeCents === null) return { status: 'none' }
  return { ...lowIsee, valueCents: family.iseeCents }
}

/** What a parent sends whose ISEE was waited for. */
export const iseeMessage = { name: 'isee', data: { valueCents: 990_000, protocol: 'INPS-1', signedOn: '2026-10-01' } }

function expectedOf(end: End, family: Family, applicant: Citizen): { pays: boolean; expected: Expected } {
  const isGranted = end !== 'rejected' && end !== 'withdrawn'
  const pays = isGranted && isPrepaid(family) && !isFree(family)
  const topUp = canteens[family.townCode]?.topUpCents ?? 0
  const payments = !pays ? 0 : end === 'paid-twice' ? 2 : 1
  const isMaximum = family.iseeCents === null ? end !== 'isee-in-time' : end === 'maximum-fare'
  const refusals = { rejected: 2, observations: 1 }
  const extra = end === 'rejected' || end === 'observations' ? refusals[end] : 0
  const withdrawals = end === 'withdrawn' || end === 'withdrawn-later' ? 1 : 0
  const outcome = isGranted ? 'approved' : end === 'rejected' ? 'rejected' : 'withdrawn'
  return {
    pays,
    expected: {
      outcome: withdrawals > 0 ? 'withdrawn' : outcome,
      isOver: !isGranted || withdrawals > 0,
      protocols: 1 + (isGranted ? 1 : 0) + extra + withdrawals,
      positions: pays ? 1 : 0,
      messages: isGranted && applicant.onIo && applicant.senderAllowed ? 1 : 0,
      payments,
      balanceCents: isGranted ? payments * topUp : null,
      isMaximum: isGranted && isMaximum,
    },
  }
}

/** Children are spread over the classes: none is to be full. */
function seatOf(family: Family, index: number): object {
  const [school] = schools[family.townCode] ?? []
  const names = school?.classes.map(one => one.name) ?? []
  return { code: school?.code ?? '', class: names[index % names.length] ?? '' }
}

function known(fiscalCode: string): Citizen {
  const citizen = citizenByFiscalCode(fiscalCode)
  if (citizen === undefined) throw new Error('The demo data name somebody whom they do not describe.')
  return citizen
}

/** Shaped as a UUID: some keys must be one. */
function keyOf(random: Random, run: string, index: number): string {
  const hex = (length: number) => Array.from({ length }, () => random.int(16).toString(16)).join('')
  return `${run.slice(0, 8).padEnd(8, '0')}-${index.toString(16).padStart(4, '0')}-4${hex(3)}-8${hex(3)}-${hex(12)}`
}
