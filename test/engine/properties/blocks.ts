import fc from 'fast-check'
import type { JsonObject } from '../../../engine/json.ts'
import {
  associate,
  boundary,
  catches,
  diagram,
  el,
  end,
  flow,
  gateway,
  handler,
  on,
  script,
  service,
  start,
  sub,
  throws,
  user,
} from '../support/bpmn.ts'

/** A block-structured diagram as a tree: one way in, one way out. */
export type Block =
  | { kind: 'task'; as: 'user' | 'service' | 'script' }
  | { kind: 'row'; parts: Block[] }
  /** `pick`: the branch that the data choose; of an inclusive one a bit mask. `wrong`: joined by another gateway than split. */
  | { kind: 'exclusive' | 'parallel' | 'inclusive'; branches: Block[]; pick: number; wrong?: 'exclusive' | 'parallel' }
  | { kind: 'loop'; body: Block; again: number }
  | { kind: 'sub'; body: Block; edge: Edge; handler: 'none' | 'interrupting' | 'aside' }
  | { kind: 'many'; body: Block; count: number; sequential: boolean }
  | { kind: 'events'; branches: [Block, Block] }
  | { kind: 'undo'; body: Block }

type Edge = 'none' | 'timer' | 'error' | 'message' | 'reminder'

const task: fc.Arbitrary<Block> = fc.record({
  kind: fc.constant('task' as const),
  as: fc.constantFrom('user' as const, 'service' as const, 'script' as const),
})

const row = (of: fc.Arbitrary<Block>): fc.Arbitrary<Block> =>
  fc.record({ kind: fc.constant('row' as const), parts: fc.array(of, { minLength: 1, maxLength: 3 }) })

const split = (of: fc.Arbitrary<Block>): fc.Arbitrary<Block> =>
  fc.record({
    kind: fc.constantFrom('exclusive' as const, 'parallel' as const, 'inclusive' as const),
    branches: fc.array(of, { minLength: 2, maxLength: 3 }),
    pick: fc.integer({ min: 1, max: 7 }),
  })

const loop = (of: fc.Arbitrary<Block>): fc.Arbitrary<Block> =>
  fc.record({ kind: fc.constant('loop' as const), body: of, again: fc.nat(2) })

/** Instances share the case's data: no counted loop inside. */
const many: fc.Arbitrary<Block> = fc.record({
  kind: fc.constant('many' as const),
  body: fc.oneof(task, row(task)),
  count: fc.nat(3),
  sequential: fc.boolean(),
})

/** Blocks whose course the data decide alone: whatever the order in which the outside answers, the same is done. */
export const settled: fc.Arbitrary<Block> = fc.letrec<{ block: Block }>(tie => ({
  block: fc.oneof(
    { maxDepth: 3, depthSize: 'small', withCrossShrink: true },
    task,
    row(tie('block')),
    split(tie('block')),
    loop(tie('block')),
    many,
    tie('block').map((body): Block => ({ kind: 'sub', body, edge: 'none', handler: 'none' })),
  ),
})).block

/** With events besides, that interrupt or go along, and with undoing. */
export const eventful: fc.Arbitrary<Block> = fc.letrec<{ block: Block }>(tie => ({
  block: fc.oneof(
    { maxDepth: 3, depthSize: 'small', withCrossShrink: true },
    task,
    row(tie('block')),
    split(tie('block')),
    loop(tie('block')),
    many,
    fc.record({
      kind: fc.constant('sub' as const),
      body: tie('block'),
      edge: fc.constantFrom(
        'none' as const,
        'timer' as const,
        'error' as const,
        'message' as const,
        'reminder' as const,
      ),
      handler: fc.constantFrom('none' as const, 'interrupting' as const, 'aside' as const),
    }),
    fc.record({ kind: fc.constant('events' as const), branches: fc.tuple(tie('block'), tie('block')) }),
    tie('block').map((body): Block => ({ kind: 'undo', body })),
  ),
})).block

export interface Drawn {
  xml: string
  /** The document that the case starts with: it decides at each gateway. */
  data: JsonObject
  /** How often each task must be done when nothing interrupts. */
  expected: Map<string, number>
}

/** Draws a block between a start and a last task, which shows that exactly one token comes out of the block. */
export function draw(block: Block): Drawn {
  const pen = new Pen()
  const drawn = pen.draw(block, 1)
  const xml = diagram(
    start(),
    drawn.xml,
    service('last'),
    end(),
    flow(`s -> ${drawn.first}`),
    flow(`${drawn.last} -> last -> e`),
  )
  pen.expected.set('last', 1)
  return { xml, data: { c: pen.choices }, expected: pen.expected }
}

interface Piece {
  xml: string
  first: string
  last: string
}

class Pen {
  choices: JsonObject = {}
  expected = new Map<string, number>()
  private count = 0

  /** `times`: how often the data let the block be done. */
  draw(block: Block, times: number): Piece {
    switch (block.kind) {
      case 'task':
        return this.task(block.as, times)
      case 'row':
        return this.row(block.parts.map(it => this.draw(it, times)))
      case 'exclusive':
      case 'parallel':
      case 'inclusive':
        return this.split(block, times)
      case 'loop':
        return this.loop(block, times)
      case 'sub':
        return this.sub(block, times)
      case 'many':
        return this.many(block, times)
      case 'events':
        return this.events(block, times)
      case 'undo':
        return this.undo(block, times)
    }
  }

  private id(prefix: string): string {
    return `${prefix}${++this.count}`
  }

  private task(as: 'user' | 'service' | 'script', times: number): Piece {
    const id = this.id('t')
    this.expected.set(id, times)
    const outputs = { [`out.${id}`]: '1' }
    const xml =
      as === 'user' ? user(id, { outputs }) : as === 'service' ? service(id, { outputs }) : script(id, '1', `out.${id}`)
    return { xml, first: id, last: id }
  }

  private row(pieces: Piece[]): Piece {
    const arrows = pieces.slice(1).map((it, at) => flow(`${pieces[at]!.last} -> ${it.first}`))
    return {
      xml: pieces.map(it => it.xml).join('') + arrows.join(''),
      first: pieces[0]!.first,
      last: pieces.at(-1)!.last,
    }
  }

  private split(block: Extract<Block, { branches: Block[]; pick: number }>, times: number): Piece {
    const { kind, branches, pick } = block
    const g = this.id('g')
    const j = this.id('j')
    const mask = pick % 2 ** branches.length || 1
    const isTaken = (at: number) =>
      kind === 'parallel' || (kind === 'exclusive' ? at === pick % branches.length : (mask >> at) % 2 === 1)
    const pieces = branches.map((it, at) => {
      const piece = this.draw(it, isTaken(at) ? times : 0)
      this.choices[`${g}_${at}`] = isTaken(at)
      const condition = kind === 'parallel' || (kind === 'exclusive' && at === 0) ? undefined : `c.${g}_${at}`
      return piece.xml + flow(`${g} -> ${piece.first}`, condition) + flow(`${piece.last} -> ${j}`)
    })
    const standard = kind === 'exclusive' ? { default: flowFrom(g, pieces[0]!) } : {}
    return { xml: gateway(kind, g, standard) + pieces.join('') + gateway(block.wrong ?? kind, j), first: g, last: j }
  }

  private loop({ body, again }: Extract<Block, { kind: 'loop' }>, times: number): Piece {
    const [zero, m, more, x] = [this.id('z'), this.id('m'), this.id('n'), this.id('x')]
    const inner = this.draw(body, times * (again + 1))
    const xml =
      script(zero, '0', `l.${more}`) +
      gateway('exclusive', m) +
      inner.xml +
      script(more, `l.${more} + 1`, `l.${more}`) +
      gateway('exclusive', x, { default: `${x}_${x}o` }) +
      script(`${x}o`) +
      flow(`${zero} -> ${m} -> ${inner.first}`) +
      flow(`${inner.last} -> ${more} -> ${x} -> ${x}o`) +
      flow(`${x} -> ${m}`, `l.${more} <= ${again}`)
    return { xml, first: zero, last: `${x}o` }
  }

  private sub(block: Extract<Block, { kind: 'sub' }>, times: number): Piece {
    const id = this.id('p')
    const inner = this.draw(block.body, times)
    const body =
      start(`${id}s`) +
      inner.xml +
      service(`${id}w`) +
      end(`${id}e`) +
      flow(`${id}s -> ${inner.first}`) +
      flow(`${inner.last} -> ${id}w -> ${id}e`)
    this.expected.set(`${id}w`, times)
    return this.withEdge(id, sub(id, body + this.handler(block.handler, id)), block.edge)
  }

  private handler(kind: 'none' | 'interrupting' | 'aside', id: string): string {
    if (kind === 'none') return ''
    const opener = el('startEvent', `${id}hs`, { isInterrupting: kind === 'interrupting' }, on('message', `${id}h`))
    return handler(`${id}h`, opener + service(`${id}ht`) + end(`${id}he`) + flow(`${id}hs -> ${id}ht -> ${id}he`))
  }

  private withEdge(id: string, xml: string, edge: Edge): Piece {
    if (edge === 'none') return { xml, first: id, last: id }
    if (edge === 'reminder') {
      const aside = boundary(`${id}b`, id, on('timer', 'R2/PT2H'), { cancelActivity: false })
      return {
        xml: xml + aside + user(`${id}bt`) + end(`${id}be`) + flow(`${id}b -> ${id}bt -> ${id}be`),
        first: id,
        last: id,
      }
    }
    const event = { timer: on('timer', 'PT1H'), error: on('error', 'E'), message: on('message', `${id}b`) }[edge]
    const merge = `${id}m`
    return {
      xml:
        xml +
        boundary(`${id}b`, id, event) +
        gateway('exclusive', merge) +
        flow(`${id} -> ${merge}`) +
        flow(`${id}b -> ${merge}`),
      first: id,
      last: merge,
    }
  }

  private many({ body, count, sequential }: Extract<Block, { kind: 'many' }>, times: number): Piece {
    const id = this.id('q')
    const inner = this.draw(body, times * count)
    const again = `<multiInstanceLoopCharacteristics isSequential="${sequential}"><loopCardinality>${count}</loopCardinality></multiInstanceLoopCharacteristics>`
    const xml =
      start(`${id}s`) + inner.xml + end(`${id}e`) + flow(`${id}s -> ${inner.first}`) + flow(`${inner.last} -> ${id}e`)
    return { xml: sub(id, xml + again), first: id, last: id }
  }

  private events({ branches }: Extract<Block, { kind: 'events' }>, times: number): Piece {
    const [g, j] = [this.id('g'), this.id('j')]
    const [one, two] = [this.draw(branches[0], times), this.draw(branches[1], times)]
    const xml =
      gateway('eventBased', g) +
      catches(`${g}m`, on('message', `${g}m`)) +
      catches(`${g}t`, on('timer', 'PT3H')) +
      one.xml +
      two.xml +
      gateway('exclusive', j) +
      flow(`${g} -> ${g}m -> ${one.first}`) +
      flow(`${g} -> ${g}t -> ${two.first}`) +
      flow(`${one.last} -> ${j}`) +
      flow(`${two.last} -> ${j}`)
    return { xml, first: g, last: j }
  }

  /** Something that can be undone, a block, and its undoing. */
  private undo({ body }: Extract<Block, { kind: 'undo' }>, times: number): Piece {
    const id = this.id('u')
    const inner = this.draw(body, times)
    this.expected.set(id, times).set(`${id}x`, times)
    const xml =
      service(id) +
      boundary(`${id}b`, id, on('compensate')) +
      service(`${id}x`, { isForCompensation: true }) +
      throws(`${id}c`, on('compensate', id)) +
      inner.xml +
      flow(`${id} -> ${inner.first}`) +
      flow(`${inner.last} -> ${id}c`)
    return { xml: xml + associate(`${id}b`, `${id}x`), first: id, last: `${id}c` }
  }
}

/** Id of the flow that leads from a gateway into a piece. */
const flowFrom = (gate: string, xml: string): string =>
  new RegExp(`id="(${gate}_[^"]+)" sourceRef="${gate}"`).exec(xml)![1]!
