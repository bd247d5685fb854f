import type { Tone } from '../common/Chip.tsx'

/** The three things that must have happened to a payment, in the order in which people count them. */
export const steps = ['paid', 'reported', 'reconciled'] as const
export type Step = (typeof steps)[number]

export interface Mark {
  tone: Tone
  /** Colour, shape and word say the same: none of them stands alone. */
  shape: '●' | '○' | '▲' | '■' | '–'
  /** Message key of its word; a dot that is on carries its day instead. */
  word: string
  isOn: boolean
}

const on = (word: string): Mark => ({ tone: 'ok', shape: '●', word, isOn: true })
const off: Mark = { tone: 'wait', shape: '○', word: 'iter.pay.dot.no', isOn: false }
const notDue: Mark = { tone: 'wait', shape: '–', word: 'iter.pay.dot.not_due', isOn: false }
const odd = (word: string): Mark => ({ tone: 'warn', shape: '▲', word: `iter.pay.dot.${word}`, isOn: false })

const marks = {
  paid: {
    no: off,
    paid: on('iter.pay.dot.paid'),
    'no-receipt': odd('no_receipt'),
    revoked: { tone: 'bad', shape: '■', word: 'iter.pay.dot.revoked', isOn: false },
  },
  reported: { no: off, reported: on('iter.pay.dot.reported'), anomalous: odd('anomalous'), 'not-due': notDue },
  reconciled: {
    no: off,
    reconciled: on('iter.pay.dot.reconciled'),
    partial: odd('partial'),
    difference: odd('difference'),
    'not-due': notDue,
  },
} as const satisfies Record<Step, Record<string, Mark>>

export interface Dots {
  paid: keyof (typeof marks)['paid']
  reported: keyof (typeof marks)['reported']
  reconciled: keyof (typeof marks)['reconciled']
}

/** How each of the three dots looks and what it says. */
export const marksOf = ({ paid, reported, reconciled }: Dots): Record<Step, Mark> => ({
  paid: marks.paid[paid],
  reported: marks.reported[reported],
  reconciled: marks.reconciled[reconciled],
})
