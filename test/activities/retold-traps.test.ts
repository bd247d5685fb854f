import { filesOf, traps } from '../../reconciliation/traps.ts'
import { own, type Trap } from '../../reconciliation/traps/trap.ts'
import type { Collection } from '../../sandbox/platforms/psp/collected.ts'
import { retell } from '../../sandbox/platforms/psp/retell.ts'
import { reconcile } from '../../sandbox/reconcile/reconcile.ts'
import { inputOf } from '../../sandbox/reconcile/trap-folders.ts'
import { freshDatabase, type FreshDatabase } from '../support/database.ts'

let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh?.drop())

/** Four payments of odd amounts, one of two transfers; the first two have two receipts where the trap asks for it. */
const collections = (isLost: boolean, isTwice: boolean): Collection[] =>
  [[7_919], [103, 4_400], [12_345], [50_001]].flatMap((amounts, index) => {
    const one = {
      iuv: `0100000000000${7_001 + index}`,
      receiptId: `r${index}`,
      description: 'x',
      isLost,
      transfers: amounts.map((cents, at) => ({ transfer: at + 1, cents })),
    }
    return isTwice && index < 2 ? [one, { ...one, receiptId: `r${index}-again` }] : [one]
  })

const stage = {
  number: 17,
  organization: { fiscalCode: '00111190191', name: 'Comune di prova' },
  bank: '05428',
  psp: { code: 'BPRVITMMXXX', name: 'Banca di prova' },
  day: '2026-11-21',
  on: '2026-11-22',
}

/** ISO 11649 references are not the sandbox's; its notices have seventeen digits. */
const impossible = ['single-reference']
const told = traps.filter(trap => !impossible.includes(trap.id))

it.each(told)('trap $number, $id, ends the same with what was really paid', async trap => {
  const isTwice = (trap.positions ?? []).some(one => one.receiptId === 'R-SECOND')
  const isLost = trap.id === 'no-receipt'
  const paid = collections(isLost, isTwice)
  const result = retell(trap, paid, stage)
  if ('refusal' in result) throw new Error(result.refusal.en)
  const { files, used } = result
  const positions = used.map(({ iuv, receiptId, transfers }) => ({
    iuv,
    cents: transfers.reduce((sum, one) => sum + one.cents, 0),
    isPaid: !isLost,
    receiptId,
  }))
  const retold: Trap = {
    ...trap,
    files,
    positions: positions.map(({ receiptId, ...one }) => (isLost ? one : { ...one, receiptId })),
  }
  const outcome = await reconcile(fresh.db, inputOf(retold))

  const { expect: wanted } = trap
  const refused = outcome.files.flatMap((file, index) =>
    file.state === 'taken' ? [] : [[index + 1, file.problem?.code ?? file.state]],
  )
  expect(Object.fromEntries(refused)).toEqual(wanted.files ?? {})
  expect(outcome.entries.map(one => `${one.class} ${one.rule}`).toSorted()).toEqual(
    Object.values(wanted.entries).toSorted(),
  )
  expect(
    outcome.flows.map(one => (one.state === 'current' ? one.status : `${one.state} ${one.status}`)).toSorted(),
  ).toEqual(Object.values(wanted.flows).toSorted())
  // Every payment ends as the position that it stands for; the first one's dots are those of all that joined it.
  const dots = outcome.payments.map(one => `${one.paid} ${one.reported} ${one.reconciled}`)
  const cast = Object.entries(wanted.payments).filter(([iuv]) => used.length > 0 && iuv.startsWith('01'))
  if (cast.length > 0) expect(new Set(dots)).toEqual(new Set(cast.map(([, state]) => state)))
  // No id, number or amount of the story is left over.
  const texts = filesOf({ files: files.filter(file => file.type === 'report') }).map(file => file.bytes.toString())
  if (used.length > 0) expect(texts.join()).not.toMatch(new RegExp(`BPPIITRRXXX|${own(1)}`))
})

it('a trap that wants more than was paid is refused, saying what it takes', () => {
  const result = retell(
    traps.find(one => one.id === 'split-flow')!,
    collections(false, false).slice(0, 1),
    stage,
  )
  expect(result).toMatchObject({ refusal: { it: expect.stringContaining('almeno 2 pagamenti') } })
})
