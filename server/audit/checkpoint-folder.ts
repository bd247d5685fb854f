import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { z } from 'zod'

import { signedCheckpoint } from './checkpoint.ts'
import type { SignedCheckpoint } from './checkpoint.ts'

const municipalityId = z.guid()

const fileOf = (folder: string, municipality: string): string =>
  join(folder, `${municipalityId.parse(municipality).toLowerCase()}.ndjson`)

/** A town's checkpoints as they lie in the folder, oldest first. A last line that a crash cut short does not count. */
export async function readCheckpoints(folder: string, municipality: string): Promise<SignedCheckpoint[]> {
  const text = await textOf(fileOf(folder, municipality))
  const lines = text.split('\n').slice(0, -1)
  return lines.map(line => signedCheckpoint.parse(JSON.parse(line)))
}

/** Adds one line and waits until it is on the disk. */
export async function addCheckpoint(folder: string, checkpoint: SignedCheckpoint): Promise<void> {
  const path = fileOf(folder, checkpoint.municipality)
  const text = await textOf(path)
  const whole = Buffer.byteLength(text.slice(0, text.lastIndexOf('\n') + 1))
  const file = await open(path, 'a', 0o640)
  try {
    await file.truncate(whole)
    await file.appendFile(`${JSON.stringify(checkpoint)}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT') return ''
    throw error
  }
}
