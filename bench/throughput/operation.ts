import { createHash } from 'node:crypto'
import { z } from 'zod'
import { declare } from '../../activities/kernel/declaration.ts'
import { implement } from '../../activities/kernel/implement.ts'

/** A step whose outside answers at once: what is left is what Iter itself costs. */
export const stepDeclaration = declare({
  name: 'bench.step',
  label: { it: 'Passo di prova', en: 'Measured step' },
  platform: 'canteen',
  dispatch: 'local-first',
  retry: 'internal',
  repeat: 'ask',
  recordable: true,
  timeoutSeconds: 10,
  errors: [],
  input: z.object({ number: z.int(), about: z.string() }),
  output: z.object({ number: z.int(), reference: z.string() }),
})

const outcome = z.object({ number: z.int(), reference: z.string() })

export const step = implement(stepDeclaration, (context, input) =>
  context.effect({ request: input, outcome }, key => Promise.resolve(answerOf(input.number, key))),
)

/** The outside of both sides. */
export const answerOf = (number: number, key: string): { number: number; reference: string } => ({
  number,
  reference: createHash('sha256').update(key).digest('hex'),
})
