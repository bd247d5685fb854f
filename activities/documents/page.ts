/** A document of the town as data: what it says, apart from how it is drawn. */
export interface Page {
  title: string
  /** The town, and the lines under its name. */
  head: { name: string; lines: string[] }
  blocks: Block[]
  /** At the foot of the first page's text. */
  signature: string[]
}

export type Block =
  | { type: 'heading'; text: string }
  | { type: 'paragraph'; text: string }
  | { type: 'facts'; items: { label: string; value: string }[] }
  | { type: 'list'; items: string[] }
  /** A square code; `side` in millimetres, `alt` for who does not see it. */
  | { type: 'qr'; payload: string; alt: string; side: number }
