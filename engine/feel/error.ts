import type { Text } from '../json.ts'

/** A defect met while an expression or a table is evaluated; FEEL's own "no value" is null, not an error. */
export class FeelError extends Error {
  /** For a person: Italian first. */
  readonly text: Text

  constructor(text: Text) {
    super(text.en)
    this.name = 'FeelError'
    this.text = text
  }
}
