import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type Input, type InputFile, type Town, townSchema } from './input.ts'
import { readPositions } from './read-positions.ts'

/** Nothing can be done with this folder: the message says what to put into it. */
export class FolderUnusable extends Error {
  readonly kind = 'folder-unusable'
}

export const isFolderUnusable = (error: unknown): error is FolderUnusable =>
  error instanceof Error && 'kind' in error && error.kind === 'folder-unusable'

/**
 * Reads a town's folder: `town.json`, `positions.csv` (may be absent) and every XML and zip in the order of its name.
 * @throws FolderUnusable without a good town.json
 */
export function readFolder(folder: string): Input {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw new FolderUnusable(`${folder}: non è una cartella (there is no such folder)`)
  }
  const positions = join(folder, 'positions.csv')
  const read = existsSync(positions) ? readPositions(readFileSync(positions, 'utf8')) : { positions: [], refused: [] }
  return {
    town: readTown(join(folder, 'town.json')),
    positions: read.positions,
    refusedRows: read.refused,
    files: filesIn(folder),
  }
}

function readTown(file: string): Town {
  if (!existsSync(file)) {
    throw new FolderUnusable(
      `${file}: manca (is missing). Esempio: {"fiscalCode": "00111190191", "segregationCodes": ["01"], "otherPartners": [{"code": "47", "name": "Canone Unico"}]}`,
    )
  }
  const parsed = townSchema.safeParse(jsonOf(file))
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map(issue => `  ${issue.path.join('.') || 'town.json'}: ${issue.message}`)
  throw new FolderUnusable(`${file}: non è valido (is not valid):\n${problems.join('\n')}`)
}

function jsonOf(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new FolderUnusable(`${file}: non è JSON (is not JSON): ${error instanceof Error ? error.message : ''}`, {
      cause: error,
    })
  }
}

function filesIn(folder: string): InputFile[] {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter(entry => entry.isFile() && /\.(?:xml|zip)$/i.test(entry.name))
    .map(entry => entry.name)
  return names.toSorted().map(name => ({ name, chunks: () => createReadStream(join(folder, name)) }))
}
