import { once } from 'node:events'

import type { Response } from 'express'

/** Writes a part of a long answer and waits while the reader is slower than we are; throws when the reader went away. */
export async function writeText(response: Response, text: string): Promise<void> {
  if (response.destroyed) throw new Error('The reader of an export went away')
  const flowing = response.write(text)
  if (!flowing) await Promise.race([once(response, 'drain'), once(response, 'close')])
}
