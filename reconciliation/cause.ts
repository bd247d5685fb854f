import type { Reference } from './facts.ts'

/** idFlusso: date of the bank transfer, provider, flow; at most 35 characters (SACI). */
const flowId = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])[0-9A-Z_]*-[0-9A-Z_-]+$/
const longestFlowId = 35

/** Where a flow's id may begin: a date whose characters a bank may have set apart with blanks. */
const dateStart = /(?<![0-9A-Z_-])\d\s?\d\s?\d\s?\d\s?-\s?\d\s?\d\s?-\s?\d\s?\d/g

const spaced = (word: string) => word.split('').join('\\s*')
const payoutTag = new RegExp(`${spaced('LGPE')}\\s*-?\\s*${spaced('RIVERSAMENTO')}`)
const flowTag = /(?<![0-9A-Z])U\s?R\s?I(?=[^0-9A-Z])[^0-9A-Z]/
const singleTag = /(?<![0-9A-Z])R\s?F\s?[SB][^0-9A-Z]/g

/** An id that nothing announces counts only when its provider is written as banks are: BIC or ABI code. */
const unannounced = /^\d{4}-\d{2}-\d{2}(?:[A-Z]{6}[0-9A-Z]{2}(?:[0-9A-Z]{3})?|ABI\d{5})-[0-9A-Z_-]+$/

/**
 * What the text of a treasury entry (causale, AT-05) names. It copes with blanks inside tags and ids, legacy forms, several ids and either case; what
 * is announced and cannot be read becomes `broken`, so that it is never taken for money from elsewhere.
 * A blank may stand inside an id or after it: every reading that makes a whole id is returned under the same `written`, the shortest first.
 */
export function readCause(cause: string): { references: Reference[]; isPagopa: boolean } {
  const text = cause.toUpperCase().replace(/\s+/g, ' ').trim()
  const singles = singlesOf(text)
  const isAnnounced = payoutTag.test(text) || flowTag.test(text)
  const flows = flowsOf(text).filter(it => isAnnounced || unannounced.test(it.value))
  const found = [...flows, ...singles.filter(it => it.kind === 'iuv')]
  if (found.length > 0) return { references: unique(found), isPagopa: true }
  const broken = [...(isAnnounced ? [brokenFlow(text)] : []), ...singles]
  return { references: unique(broken), isPagopa: broken.length > 0 }
}

function flowsOf(text: string): Reference[] {
  const starts = [...text.matchAll(dateStart)].map(match => match.index)
  return starts.flatMap((start, index) => {
    // A slash, comma or semicolon never belongs to an id; the next date begins another one.
    const [piece = ''] = text.slice(start, starts[index + 1]).split(/[/;,]/)
    const written = piece.trim()
    return readings(written, longestFlowId)
      .filter(value => flowId.test(value))
      .map(value => ({ kind: 'flow' as const, value, written }))
  })
}

/** Credits of one payment: `/RFB/` with the IUV, `/RFS/` with an ISO 11649 reference; newer flows never use them, banks still do. */
function singlesOf(text: string): Reference[] {
  return [...text.matchAll(singleTag)].map(match => {
    const [piece = ''] = text.slice(match.index + match[0].length).split('/')
    const written = piece.trim()
    // A legacy IUV may be the beginning of one of today's: the longest reading wins.
    const value = readings(written, 25).findLast(it => /^(?:\d{15}|\d{17}|RF\d{2}[0-9A-Z]{1,21})$/.test(it))
    return value === undefined
      ? { kind: 'broken', value: compact(written), written }
      : { kind: 'iuv', value, written: value }
  })
}

function brokenFlow(text: string): Reference {
  const tag = flowTag.exec(text) ?? payoutTag.exec(text)
  const written = text
    .slice(tag === null ? 0 : tag.index + tag[0].length)
    .slice(0, 70)
    .trim()
  return { kind: 'broken', value: compact(written), written }
}

/** The words of a piece put together, one, then two, then three ..., as far as an id can be long. */
function readings(piece: string, longest: number): string[] {
  const words = piece.split(' ')
  const joined = words.map((_word, index) => words.slice(0, index + 1).join(''))
  return joined.filter(it => it.length > 0 && it.length <= longest)
}

const compact = (text: string) => text.replace(/\s/g, '').slice(0, longestFlowId)

function unique(references: Reference[]): Reference[] {
  const seen = new Map(references.map(it => [`${it.kind} ${it.value}`, it]))
  return [...seen.values()]
}
