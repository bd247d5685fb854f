/**
 * How a foreign suite plugs in: an adapter knows the suite's files and words and plays its cases with the driver (`driver.ts`), which
 * knows the engine. Neither is changed for the other.
 */
export interface SuiteAdapter {
  name: string
  /** Is this folder such a suite? */
  reads: (folder: string) => boolean
  cases: (folder: string) => SuiteCase[]
  /** Cases that do not give what the suite expects, each with the reason why we leave it so. */
  exceptions: { [id: string]: string }
}

export interface SuiteCase {
  /** Of the diagram; several cases may play one. */
  id: string
  /** With the case's variables, for people. */
  title: string
  group: string
  /** What the diagram uses that we refuse on purpose: a pattern for the diagnostic that must say so. Null: it must run. */
  outside: RegExp | null
  play: () => Promise<Verdict>
}

export type Verdict =
  | { kind: 'passed' }
  | { kind: 'failed'; expected: string[]; got: string[] }
  /** The diagram does not compile: the errors' messages. */
  | { kind: 'refused'; reasons: string[] }
