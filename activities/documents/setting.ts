import { z } from 'zod'
import type { Instant } from '../../engine/json.ts'
import { officeHead, readLetterhead } from '../../db/queries/read-letterhead.ts'
import type { OperationContext } from '../kernel/context.ts'
import { OperationError } from '../kernel/operation-error.ts'

/** What a document of the town says of the town, of the office and of the case. */
export interface DocumentSetting {
  municipality: { name: string; fiscalCode: string; province: string }
  office: string
  /** Person in charge of the procedure (L. 241/1990, arts. 5 and 6). */
  responsible: string
  contacts: string | null
  case: {
    number: string
    title: string
    applicantName: string | null
    subjectName: string | null
    receivedAt: Instant
  }
  /** When the document is drawn up. */
  at: Instant
}

const settings = z.object({ responsible: z.string(), contacts: z.string(), office: z.string() }).partial().catch({})

export async function readSetting(context: OperationContext): Promise<DocumentSetting> {
  const { municipality, caseId } = context
  return context.transaction(async tx => {
    const head = await readLetterhead(tx, municipality, caseId)
    if (head === null) throw caseMissing()
    const local = settings.parse(head.settings ?? {})
    const office = await officeHead(tx, municipality, local.office ?? 'scuola')
    const officeName = office?.name ?? 'Ufficio scuola'
    return {
      municipality: head.town,
      office: officeName,
      responsible: local.responsible ?? office?.supervisor ?? `Il responsabile (${officeName})`,
      contacts: local.contacts ?? null,
      case: head.case,
      at: context.at,
    }
  })
}

function caseMissing(): OperationError {
  return new OperationError({
    kind: 'defect',
    code: 'case-missing',
    message: 'La pratica non si trova nella base dati: avvisare l’assistenza.',
  })
}
