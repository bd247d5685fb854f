import { createHash } from 'node:crypto'
import { findDocumentOf, storeDocument } from '../../db/queries/store-document.ts'
import { renderPdf } from '../documents/render-pdf.ts'
import { readSetting } from '../documents/setting.ts'
import { implement } from '../kernel/implement.ts'
import { actPage, actTitles } from './act-page.ts'
import { issueDeclaration } from './declarations.ts'

/** Draws up an act of the town and files it. A retry of the step finds the file it made: the same act is never issued twice. */
export const issue = implement(issueDeclaration, async (context, input) => {
  const { municipality, naturalKey } = context
  const known = await context.transaction(tx => findDocumentOf(tx, municipality, naturalKey))
  if (known !== null) return { documentId: known }
  const setting = await readSetting(context)
  const bytes = await renderPdf(actPage(input, setting), context.at)
  const documentId = await context.transaction(tx =>
    storeDocument(tx, {
      municipalityId: municipality,
      caseId: context.caseId,
      kind: input.kind,
      name: `${actTitles[input.kind]} ${context.caseNumber}.pdf`,
      mediaType: 'application/pdf',
      bytes,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      size: bytes.length,
      direction: 'out',
      naturalKey,
    }),
  )
  return { documentId }
})
