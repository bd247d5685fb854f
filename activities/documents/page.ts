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
  /** Something to be paid, in a frame: the square code beside what is typed by who does not scan it, the post's own code where there is one. */
  | { type: 'slip'; title: string; qr: Code; postal?: Code; items: { label: string; value: string }[] }

/** A square code; `side` in millimetres, `alt` for who does not see it. */
export interface Code {
  payload: string
  alt: string
  side: number
}
