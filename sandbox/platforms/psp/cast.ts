import type { Text } from '../../../engine/json.ts'
import type { Movement } from '../../../reconciliation/samples/journal.ts'
import type { PositionSample, SampleFile } from '../../../reconciliation/traps/trap.ts'
import { type Collection, centsIn } from './collected.ts'

/** Of a trap what is told again: who pays what, and the files that come of it. */
export interface Story {
  positions?: PositionSample[]
  files: SampleFile[]
}

/** A position of a story, and the real payments that stand for it. */
export interface Part {
  position: PositionSample
  collections: Collection[]
}

export type Cast = { parts: Part[] } | { refusal: Text }

/** An id of a flow as stories write it; the letter is the flow's name. Banks may change its case. */
export const flowName = /BPPIITRRXXX-([A-Z])(?![A-Z0-9])/gi

/**
 * Finds real payments for the positions that a story's files are about. Payments that are left over join the first one, so that a report holds all that
 * was collected; stories of single payments leave them for later.
 */
export function castOf(story: Story, collections: Collection[]): Cast {
  const left = [...collections]
  const parts: Part[] = []
  for (const position of rolesOf(story)) {
    const before = parts.find(part => part.position.iuv === position.iuv)
    const index = left.findIndex(one => suits(one, { position, before, left, story }))
    const [found] = index < 0 ? [] : left.splice(index, 1)
    if (found === undefined) return { refusal: refusalOf(position, story) }
    parts.push({ position, collections: [found] })
  }
  const [first] = parts
  const isAlone = first !== undefined && parts.some(part => part !== first && part.position.iuv === first.position.iuv)
  if (first !== undefined && !isAlone && rowsOf(story).some(row => row.iuv === first.position.iuv)) {
    first.collections.push(...left.filter(one => first.position.isPaid || one.isLost))
  }
  return { parts }
}

export const centsOfPart = ({ collections }: Part): number => collections.reduce((sum, one) => sum + centsIn(one), 0)

export const rowsOf = ({ files }: Story) =>
  files.flatMap(file => (file.type === 'report' ? (file.report.rows ?? []) : []))

export function movementsOf({ files }: Story): Movement[] {
  return files.flatMap(file => {
    if (file.type === 'journal') return file.journal.movements ?? []
    return file.type === 'pages' ? file.pages.flatMap(page => page.movements ?? []) : []
  })
}

/** Positions that the files name; without a report, those of the flow that an entry names. */
function rolesOf(story: Story): PositionSample[] {
  const causes = movementsOf(story).map(one => one.cause ?? '')
  const namesFlow =
    !story.files.some(file => file.type === 'report') && causes.some(cause => cause.search(flowName) >= 0)
  return (story.positions ?? []).filter(
    ({ iuv }) => namesFlow || rowsOf(story).some(row => row.iuv === iuv) || causes.some(cause => cause.includes(iuv)),
  )
}

interface Search {
  position: PositionSample
  /** The same position once more: another receipt for the same debt. */
  before: Part | undefined
  left: Collection[]
  story: Story
}

function suits(one: Collection, { position, before, left, story }: Search): boolean {
  // Our notices have seventeen digits.
  if (!/^\d{17}$/.test(position.iuv)) return false
  if (before !== undefined) return before.collections.some(it => it.iuv === one.iuv)
  if (isPaidTwice(position, story) && left.filter(it => it.iuv === one.iuv).length < 2) return false
  return position.isPaid || one.isLost
}

/** Two receipts for one debt. */
function isPaidTwice({ iuv }: PositionSample, { positions = [] }: Story): boolean {
  return positions.filter(it => it.iuv === iuv).length > 1
}

function refusalOf(position: PositionSample, story: Story): Text {
  const { iuv, isPaid } = position
  const needed = rolesOf(story).length
  if (!/^\d{17}$/.test(iuv)) {
    return {
      it: 'Gli avvisi della sandbox hanno IUV di 17 cifre: questa trappola ne vuole un altro.',
      en: 'The sandbox’s notices have IUVs of 17 digits: this trap wants another one.',
    }
  }
  if (!isPaid) {
    return {
      it: `Servono ${needed} pagamenti la cui ricevuta si è persa («Paga, la ricevuta si perde»).`,
      en: `It takes ${needed} payments whose receipt was lost.`,
    }
  }
  if (isPaidTwice(position, story)) {
    return { it: 'Serve un avviso pagato due volte («Paga di nuovo»).', en: 'It takes a notice that was paid twice.' }
  }
  return {
    it: `Servono almeno ${needed} pagamenti non ancora rendicontati dello stesso giorno e PSP.`,
    en: `It takes at least ${needed} payments of one day and provider that are in no report yet.`,
  }
}
