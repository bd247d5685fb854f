import type { Tx } from '../client.ts'
import { change } from '../schema/journals.ts'

export interface ChangeNote {
  municipality: string
  /** `case`, `task`, `incident`, `import`: plural-free names the console knows. */
  resource: string
  resourceId: string
  version?: number
}

/** Tells readers of the change table that something is worth reading again; with nothing to tell it does nothing. */
export async function noteChange(tx: Tx, ...notes: ChangeNote[]): Promise<void> {
  if (notes.length === 0) return
  await tx.insert(change).values(
    notes.map(note => ({
      municipalityId: note.municipality,
      resource: note.resource,
      resourceId: note.resourceId,
      version: note.version ?? null,
    })),
  )
}
