/** A part of a journal's movements: how many, how much (euro cents), how many flows they name. */
export interface Part {
  count: number
  cents: number
  flows: number
}

/** In the order in which an accountant reads them: what is done first, what needs somebody in the middle, what is none of hers last. */
export const partNames = [
  'reconciled',
  'other-partner',
  'unreported',
  'error',
  'not-pagopa',
  'reversed',
  'known',
  'ignored',
] as const
export type PartName = (typeof partNames)[number]

export interface Report {
  movements: Part
  parts: Record<PartName, Part>
}

export interface Segment extends Part {
  name: PartName
}

/** The parts that hold something; an empty one is neither drawn nor listed. */
export const segmentsOf = ({ parts }: Report): Segment[] =>
  partNames.flatMap(name => (parts[name].count > 0 ? [{ name, ...parts[name] }] : []))

/** Whether every movement is counted once, to the cent. */
export const addsUp = ({ movements, parts }: Report): boolean => {
  const all = partNames.map(name => parts[name])
  const sum = (of: (part: Part) => number) => all.reduce((total, part) => total + of(part), 0)
  return sum(part => part.count) === movements.count && sum(part => part.cents) === movements.cents
}

/** Parts that hold something else today than when the journal was taken. */
export const changedParts = (then: Report, today: Report): PartName[] =>
  partNames.filter(
    name => then.parts[name].count !== today.parts[name].count || then.parts[name].cents !== today.parts[name].cents,
  )

/** The import report as it was frozen when the journal was taken; null of a file that is none, or was not taken. */
export const readReport = (stored: unknown): (Report & { pages: number }) | null => {
  if (!isRecord(stored)) return null
  const movements = readPart(stored['movements'])
  const given = isRecord(stored['parts']) ? stored['parts'] : null
  if (!movements || !given) return null
  const part = (name: PartName): Part => readPart(given[name]) ?? nothing
  const pages = stored['pages']
  return {
    pages: typeof pages === 'number' ? pages : 1,
    movements,
    parts: {
      reconciled: part('reconciled'),
      'other-partner': part('other-partner'),
      unreported: part('unreported'),
      error: part('error'),
      'not-pagopa': part('not-pagopa'),
      reversed: part('reversed'),
      known: part('known'),
      ignored: part('ignored'),
    },
  }
}

const nothing: Part = { count: 0, cents: 0, flows: 0 }

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const readPart = (value: unknown): Part | null => {
  if (!isRecord(value)) return null
  const { count, cents, flows } = value
  return typeof count === 'number' && typeof cents === 'number' && typeof flows === 'number'
    ? { count, cents, flows }
    : null
}
