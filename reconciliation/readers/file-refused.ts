/** Where in a file something is wrong; lines and columns count from 1. */
export interface Place {
  page?: number
  line?: number
  column?: number
}

/** A file that is not taken, with the place and what to do about it. Nothing of it is kept but its name and this. */
export class FileRefused extends Error {
  readonly kind = 'file-refused'
  readonly code: string
  readonly text: { it: string; en: string }
  readonly place: Place

  constructor(code: string, text: { it: string; en: string }, place: Place = {}) {
    super(`${code}${place.line === undefined ? '' : ` at line ${place.line}`}: ${text.en}`)
    this.name = 'FileRefused'
    this.code = code
    this.text = text
    this.place = place
  }
}

/** Recognised by its kind: a class is another one in another realm. */
export function isFileRefused(error: unknown): error is FileRefused {
  return error instanceof Error && 'kind' in error && error.kind === 'file-refused'
}
