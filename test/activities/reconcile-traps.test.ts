import { reconcile } from '../../sandbox/reconcile/reconcile.ts'
import { type Outcome, outcomeSchema } from '../../sandbox/reconcile/outcome.ts'
import { inputOf } from '../../sandbox/reconcile/trap-folders.ts'
import { traps } from '../../reconciliation/traps.ts'
import { bank, type Expected } from '../../reconciliation/traps/trap.ts'
import { freshDatabase, type FreshDatabase } from '../support/database.ts'

let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh?.drop())

/** The outcome in the words of the table. */
function seen({ files, entries, flows, payments }: Outcome): Omit<Expected, 'codes'> {
  const nameOf = (flow: Outcome['flows'][number]) => {
    const name = flow.flowId.slice(flow.flowId.lastIndexOf('-') + 1)
    const same = flows.filter(it => it.flowId === flow.flowId)
    if (same.length === 1) return name
    const isOneProvider = same.every(it => it.psp === flow.psp)
    return `${name} ${isOneProvider ? localTime(flow.flowAt) : flow.psp}`
  }
  const notTaken = files.flatMap((file, index) =>
    file.state === 'taken' ? [] : [[index + 1, file.problem?.code ?? file.state]],
  )
  return {
    ...(notTaken.length > 0 && { files: Object.fromEntries(notTaken) }),
    entries: Object.fromEntries(
      entries.map(it => [
        `${it.number}/${it.exercise}${it.bank === bank ? '' : ` ${it.bank}`}`,
        `${it.class} ${it.rule}`,
      ]),
    ),
    flows: Object.fromEntries(
      flows.map(it => [nameOf(it), it.state === 'current' ? it.status : `${it.state} ${it.status}`]),
    ),
    payments: Object.fromEntries(payments.map(it => [it.iuv, `${it.paid} ${it.reported} ${it.reconciled}`])),
  }
}

const localTime = (at: string) =>
  new Date(at).toLocaleTimeString('it-IT', { timeZone: 'Europe/Rome', hour: '2-digit', minute: '2-digit' })

it.each(traps)('trap $number, $id', async trap => {
  const outcome = await reconcile(fresh.db, inputOf(trap))
  expect(outcomeSchema.parse(outcome)).toEqual(outcome)
  const { codes = {}, ...expected } = trap.expect
  expect(seen(outcome)).toEqual(expected)
  expect(outcome.payments.filter(it => it.iuv in codes).map(it => [it.iuv, it.code])).toEqual(Object.entries(codes))
  for (const { journal } of outcome.files) {
    if (journal === null) continue
    const parts = Object.values(journal.now.parts)
    expect(parts.reduce((sum, it) => sum + it.count, 0)).toBe(journal.now.movements.count)
    expect(parts.reduce((sum, it) => sum + it.cents, 0)).toBe(journal.now.movements.cents)
  }
  for (const { reasons } of outcome.entries)
    expect(reasons.every(it => it.it.length > 10 && it.en.length > 10)).toBe(true)
})
