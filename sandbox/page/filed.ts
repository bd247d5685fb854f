import { z } from 'zod'
import { openJournal } from '../platforms/journal.ts'

const filedSchema = z.object({
  id: z.string(),
  number: z.string(),
  townCode: z.string(),
  town: z.string(),
  applicant: z.string(),
  child: z.string(),
  sentAt: z.string(),
})

/** A request that this page has sent. */
export type Filed = z.infer<typeof filedSchema>

export interface FiledRequests {
  all: () => readonly Filed[]
  find: (id: string) => Filed | undefined
  add: (filed: Filed) => void
}

export function openFiled(file: string): FiledRequests {
  const journal = openJournal(file, filedSchema)
  return {
    all: () => journal.entries.toReversed(),
    find: id => journal.entries.find(one => one.id === id),
    // The same request sent twice has one answer, and one line here.
    add: filed => {
      if (!journal.entries.some(one => one.id === filed.id)) journal.append(filed)
    },
  }
}
