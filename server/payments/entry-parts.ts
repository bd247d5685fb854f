import type { Tx } from '../../db/client.ts'
import { moneyOfEntries } from '../../db/queries/payments-office/money-of-entries.ts'
import type { Entry } from '../../db/queries/payments-office/list-entries.ts'
import { keyOf } from '../../reconciliation/groups.ts'
import { splitEntries } from '../../reconciliation/regularise.ts'
import type { Share } from '../../reconciliation/regularise.ts'

type Money = Awaited<ReturnType<typeof moneyOfEntries>>
type Stored = Money['entries'][number]

/** What each of these entries is for, by service and year: the parts of an entry add up to it. */
export async function partsOfEntries(tx: Tx, entries: readonly Entry[]): Promise<Map<string, Share[]>> {
  const parts = new Map<string, Share[]>()
  for (const town of new Set(entries.map(entry => entry.municipalityId))) {
    const ids = entries.filter(entry => entry.municipalityId === town).map(entry => entry.id)
    const money = await moneyOfEntries(tx, town, ids)
    for (const component of componentsOf(money)) {
      const inOrder = component.entries.toSorted(byArrival).map(entry => ({ id: entry.id, cents: netOf(entry) }))
      for (const [id, split] of splitEntries(inOrder, component.shares)) parts.set(id, together(split))
    }
  }
  return parts
}

interface Component {
  entries: Stored[]
  shares: Share[]
}

/** Entries that name the same report, directly or through others, are one sum of money. */
function componentsOf(money: Money): Component[] {
  const links = money.entries.map(entry => ({ entry, names: namesOf(entry, money) }))
  const components: { names: Set<string>; entries: Stored[] }[] = []
  for (const { entry, names } of links) {
    const met = components.filter(one => names.some(name => one.names.has(name)))
    for (const one of met) components.splice(components.indexOf(one), 1)
    components.push({
      names: new Set([...names, ...met.flatMap(one => [...one.names])]),
      entries: [entry, ...met.flatMap(one => one.entries)],
    })
  }
  return components.map(({ names, entries }) => ({
    entries,
    shares: [...money.ofFlows, ...money.ofPayments].filter(share => names.has(share.of)),
  }))
}

/** Reports and payments that an entry is the money of: a person's decision, else its text. */
function namesOf({ id }: Stored, { references, assignments, flows }: Money): string[] {
  const decided = assignments.find(it => it.entryId === id)
  if (decided) {
    const flow = flows.filter(it => it.psp === decided.psp && it.flowKey === decided.flowId).map(it => it.id)
    return decided.target === 'payment' ? [decided.iuv ?? ''] : flow
  }
  return references
    .filter(it => it.entryId === id)
    .flatMap(it =>
      it.kind === 'iuv' ? [it.value] : flows.filter(flow => flow.flowKey === keyOf(it.value)).map(flow => flow.id),
    )
}

const netOf = ({ cents, reversedCents }: Stored): number => Math.max(0, cents - reversedCents)

/** Those that make up the reports first; what is too much comes last and has nothing left to explain it. */
function byArrival(a: Stored, b: Stored): number {
  const late = (entry: Stored) => (entry.class === 'reconciled' || entry.code === 'RT_TES' ? 0 : 1)
  return (
    late(a) - late(b) ||
    a.movedOn.localeCompare(b.movedOn) ||
    a.bank.localeCompare(b.bank) ||
    a.exercise - b.exercise ||
    a.number.localeCompare(b.number, 'it', { numeric: true })
  )
}

/** The same service and year of several reports is one part. */
function together(shares: readonly Share[]): Share[] {
  const parts: Share[] = []
  for (const share of shares) {
    const known = parts.find(one => one.service === share.service && one.year === share.year)
    if (known === undefined) parts.push({ ...share })
    else {
      known.cents += share.cents
      known.payments += share.payments
    }
  }
  return parts.toSorted(byService)
}

function byService(a: Share, b: Share): number {
  return (a.service ?? '\uffff').localeCompare(b.service ?? '\uffff') || (a.year ?? 9999) - (b.year ?? 9999)
}
