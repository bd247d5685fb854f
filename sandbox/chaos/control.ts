import { z } from 'zod'
import { call } from './journal.ts'

/** The outside witness: the sandbox's control, which no kill of ours reaches. */
export interface Control {
  /** Effects on the platforms, oldest first. */
  effects: () => Promise<Effect[]>
  notices: () => Promise<z.output<typeof notices>['notices']>
  pay: (nav: string, again: boolean) => Promise<number>
}

const entries = z.object({
  entries: z.array(
    z.object({
      platform: z.string(),
      call: z.string(),
      correlation: z.string().nullable(),
      key: z.string().nullable(),
      effect: z.object({ kind: z.string(), id: z.string() }).optional(),
    }),
  ),
})

export interface Effect {
  kind: string
  id: string
  key: string | null
  /** The case that it was for, where the call said so. */
  caseId: string | null
  correlation: string | null
}

const notices = z.object({
  notices: z.array(
    z.object({
      nav: z.string(),
      organizationFiscalCode: z.string(),
      description: z.string(),
      status: z.string(),
      paid: z.boolean(),
    }),
  ),
})

export function createControl(sandboxUrl: string): Control {
  return {
    effects: async () => {
      const { body } = await call(`${sandboxUrl}/ledger`)
      return entries.parse(body).entries.flatMap(({ effect, correlation, key }) => {
        const [, caseId = null] = correlation?.split(':') ?? []
        return effect === undefined ? [] : [{ ...effect, key, correlation, caseId }]
      })
    },
    notices: async () => notices.parse((await call(`${sandboxUrl}/payments`)).body).notices,
    pay: async (nav, again) =>
      (await call(`${sandboxUrl}/payments/${nav}/${again ? 'pay-again' : 'pay'}`, { method: 'POST' })).status,
  }
}
