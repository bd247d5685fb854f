import { z } from 'zod'
import { traps } from '../../../reconciliation/traps.ts'
import { explain, jsonOf, pathParam, problem, type Answer, type Handler, type Method } from '../service.ts'
import { collected, fileOf, goOn, makePayouts, type MoneyRoom, payoutViews } from './desk.ts'

const orderSchema = z.strictObject({
  organizationFiscalCode: z.string(),
  trap: z.int().optional(),
  psp: z.string().optional(),
  day: z.iso.date().optional(),
})

/** Provider and treasury bank on demand: what was paid, reports and journals made of it, each trap by its number. */
export function addPayouts(on: (method: Method, path: string, handler: Handler) => void, room: MoneyRoom): void {
  on('get', '/psp/collected', () => ok({ days: collected(room) }))
  on('get', '/psp/traps', () =>
    ok({ traps: traps.map(({ number, id, title, what, expect }) => ({ number, id, title, what, expect })) }),
  )
  on('get', '/psp/payouts', () => ok({ payouts: payoutViews(room) }))
  on('post', '/psp/payouts', request => {
    const parsed = orderSchema.safeParse(jsonOf(request))
    if (!parsed.success) return problem(400, 'Bad Request', explain(parsed.error))
    const result = makePayouts(room, parsed.data)
    return 'refusal' in result
      ? problem(409, 'Conflict', result.refusal.en)
      : { status: 201, body: { payouts: result.made } }
  })
  on('post', '/psp/payouts/:number/next', request => {
    const view = goOn(room, Number(pathParam(request, 'number')))
    return view === null ? problem(404, 'Not Found', 'No such payout.') : ok(view)
  })
  on('get', '/psp/payouts/:number/files/:file', request => {
    const file = fileOf(room, Number(pathParam(request, 'number')), Number(pathParam(request, 'file')))
    if (file === null) return problem(404, 'Not Found', 'No such file, or it was not handed out yet.')
    return { status: 200, bytes: file.bytes, headers: { 'content-disposition': `attachment; filename="${file.name}"` } }
  })
}

function ok(body: unknown): Answer {
  return { status: 200, body }
}
