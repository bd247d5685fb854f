import type { Place } from './file-refused.ts'
import { FileRefused } from './file-refused.ts'
import { type PlainRow, plainRow } from './plain-row.ts'
import type { Spot, XmlHandler } from './xml-events.ts'

/** What an element may hold: text that `reads`, or elements in this order, or anything (`skip`). */
export type Shape =
  | { type: 'leaf'; reads: (text: string) => boolean; expected: string }
  | { type: 'group'; children: Child[] }
  | { type: 'skip' }

export interface Child {
  name: string
  shape: Shape
  min: 0 | 1
  max: number
  /** Its values are handed over when it closes, and forgotten. */
  isRow?: true
}

/** Values of one row or of the header, by path: `istitutoMittente/denominazioneMittente`. Elements that repeat are joined by a blank. */
export type Values = Map<string, string>

export interface RowSink {
  /** `header`: what stands before, and was met so far. */
  row(name: string, values: Values, header: Values, line: number): void
  /** The document's end: everything that is not in a row. */
  end(header: Values): void
}

interface Level {
  name: string
  shape: Shape
  /** Where in the sequence it stands, and how often that one was seen. */
  position: number
  seen: number
  isRow: boolean
  line: number
  path: string
}

/**
 * Checks a document's structure and values while it streams by, against a shape given as data, and hands over the rows.
 * Order, presence, repetition and the form of each value are checked: as far as a schema goes.
 */
export function structureChecker(
  root: { name: string; namespace: string; shape: Shape },
  sink: RowSink,
  page?: number,
): XmlHandler {
  const levels: Level[] = []
  const header: Values = new Map()
  let row: Values | null = null
  const at = (line: number): Place => (page === undefined ? { line } : { page, line })
  const plain = plainRowOf(root.shape)
  /** Takes plain rows as long as one follows the other. */
  const skim = (text: string, from: Spot): Spot => {
    const parent = levels[0]
    if (plain === null || parent === undefined || childOf(parent) !== plain.child) return from
    for (let spot = from; ;) {
      const found = plain.read(text, spot)
      if (found === null) return spot
      parent.seen += 1
      sink.row(plain.child.name, found.values, header, found.line)
      spot = found.behind
    }
  }
  return {
    ...(plain === null ? {} : { skim, rowEnd: plain.ends }),
    open(name, { line, namespace }) {
      const parent = levels.at(-1)
      if (parent === undefined) {
        if (name !== root.name || namespace !== root.namespace) throw otherDocument(root, name, at(line))
        levels.push(level(name, root.shape, line, ''))
        return
      }
      const child = parent.shape.type === 'group' ? next(parent, name, at(line)) : null
      if (parent.shape.type === 'leaf') throw unexpected(name, parent.name, at(line))
      const shape = child?.shape ?? parent.shape
      const path = row !== null && child?.isRow ? '' : join(parent.path, name)
      levels.push({ ...level(name, shape, line, child?.isRow ? '' : path), isRow: child?.isRow === true })
      if (child?.isRow) row = new Map()
      else if (child !== null && child.max > 1 && row === null) forget(header, path)
    },
    close(name, text, line) {
      const closed = levels.pop()
      if (closed === undefined) return
      if (closed.shape.type === 'group') refuseMissing(closed, undefined, at(line))
      if (closed.shape.type === 'group' && text !== '') throw strayText(name, at(line))
      if (closed.shape.type === 'leaf') keep(row ?? header, closed, text, at(line))
      if (closed.isRow && row !== null) {
        sink.row(name, row, header, closed.line)
        row = null
      }
      if (levels.length === 0) sink.end(header)
    },
  }
}

/** Rows right below the root that hold nothing but text. */
function plainRowOf(shape: Shape): (PlainRow & { child: Child }) | null {
  const child = shape.type === 'group' ? shape.children.find(it => it.isRow) : undefined
  const plain = child === undefined ? null : plainRow(child)
  return child === undefined || plain === null ? null : { ...plain, child }
}

/** Where the sequence stands. */
const childOf = ({ shape, position }: Level): Child | undefined =>
  shape.type === 'group' ? shape.children[position] : undefined

function keep(values: Values, { name, path, shape }: Level, text: string, place: Place): void {
  if (shape.type === 'leaf' && !shape.reads(text)) throw badValue(name, text, shape.expected, place)
  const before = values.get(path)
  values.set(path, before === undefined ? text : `${before} ${text}`)
}

/** A group that comes again begins anew: its rows belong to it, not to the one before. */
function forget(values: Values, path: string): void {
  for (const known of values.keys()) if (known.startsWith(`${path}/`)) values.delete(known)
}

/** Moves on in the parent's sequence to the element that opened. */
function next(parent: Level, name: string, place: Place): Child {
  const children = parent.shape.type === 'group' ? parent.shape.children : []
  const here = children[parent.position]
  if (here?.name === name && parent.seen < here.max) {
    parent.seen += 1
    return here
  }
  const position = children.findIndex((child, index) => index > parent.position && child.name === name)
  const found = children[position]
  if (found === undefined) throw unexpected(name, parent.name, place)
  refuseMissing(parent, position, place)
  parent.position = position
  parent.seen = 1
  return found
}

/** Everything obligatory up to `before` (or to the end) must have been there. */
function refuseMissing(parent: Level, before: number | undefined, place: Place): void {
  const children = parent.shape.type === 'group' ? parent.shape.children : []
  const missing = children
    .slice(0, before)
    .find(
      (child, index) =>
        child.min === 1 && (index > parent.position || (index === parent.position && parent.seen === 0)),
    )
  if (missing === undefined) return
  throw new FileRefused(
    'element-missing',
    {
      it: `Manca <${missing.name}> in <${parent.name}>: chiedere un file completo a chi lo ha prodotto.`,
      en: `<${missing.name}> is missing in <${parent.name}>: ask its producer for a complete file.`,
    },
    place,
  )
}

function level(name: string, shape: Shape, line: number, path: string): Level {
  return { name, shape, position: -1, seen: 0, isRow: false, line, path }
}

const join = (path: string, name: string): string => (path === '' ? name : `${path}/${name}`)

function unexpected(name: string, parent: string, place: Place): FileRefused {
  return new FileRefused(
    'element-unexpected',
    {
      it: `<${name}> non è previsto qui, in <${parent}>: il file non segue lo schema.`,
      en: `<${name}> is not expected here, in <${parent}>: the file does not follow the schema.`,
    },
    place,
  )
}

function badValue(name: string, text: string, expected: string, place: Place): FileRefused {
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text
  return new FileRefused(
    'value-wrong',
    {
      it: `<${name}> contiene "${shown}": atteso ${expected}.`,
      en: `<${name}> holds "${shown}": expected ${expected}.`,
    },
    place,
  )
}

function strayText(name: string, place: Place): FileRefused {
  return new FileRefused(
    'text-unexpected',
    {
      it: `<${name}> contiene testo fuori dai suoi elementi: il file non segue lo schema.`,
      en: `<${name}> holds text outside its elements: the file does not follow the schema.`,
    },
    place,
  )
}

function otherDocument(root: { name: string }, name: string, place: Place): FileRefused {
  return new FileRefused(
    'document-unknown',
    {
      it: `Il file comincia con <${name}>, non con <${root.name}> del suo schema: non è il documento atteso.`,
      en: `The file begins with <${name}>, not with <${root.name}> of its schema: it is not the expected document.`,
    },
    place,
  )
}
