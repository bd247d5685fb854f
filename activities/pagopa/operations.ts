import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import { nextTimedNumber } from '../../db/queries/next-timed-number.ts'
import { findNotice, type Notice, openNotice } from '../../db/queries/open-notice.ts'
import { findDocumentOf, storeDocument } from '../../db/queries/store-document.ts'
import { updateNotice } from '../../db/queries/update-notice.ts'
import { renderPdf } from '../documents/render-pdf.ts'
import { type DocumentSetting, readSetting } from '../documents/setting.ts'
import type { OperationContext } from '../kernel/context.ts'
import { implement } from '../kernel/implement.ts'
import { OperationError } from '../kernel/operation-error.ts'
import type { PlatformSetting } from '../kernel/platform-settings.ts'
import { createNoticeDeclaration } from './declarations.ts'
import { type DebtPositions, debtPositions, isSamePosition, positionModel, refusedPosition } from './debt-position.ts'
import { paymentNumbers } from './iuv.ts'
import { noticePage } from './notice-page.ts'

type Input = z.output<typeof createNoticeDeclaration.input>
type Setting = PlatformSetting<'pagopa'>

const outcome = z.object({ iuv: z.string(), nav: z.string() })

/**
 * Makes a debt position and its printable notice. The numbers are kept before they leave the house; IUPD follows from the step, so that pagoPA can be
 * asked for it and a repeated creation meets itself.
 */
export const createNotice = implement(createNoticeDeclaration, async (context, input) => {
  const setting = await context.setting('pagopa')
  const head = await readSetting(context)
  const notice = await reserve(context, input, setting)
  const positions = debtPositions(context.client('pagopa', setting.baseUrl), setting, head.municipality.fiscalCode)
  const { iupd, iuv, nav } = notice
  const model = positionModel({ ...input, iupd, iuv, nav, payeeFiscalCode: head.municipality.fiscalCode }, setting)
  await context.effect(
    { request: model, outcome, settleSeconds: 2 },
    () => create(positions, model, notice),
    () => ask(positions, notice),
  )
  const documentId = await fileNotice(context, { input, notice, setting, head })
  await context.transaction(tx =>
    updateNotice(tx, context.municipality, notice.id, { state: 'published', documentId, position: model }),
  )
  return { iupd, iuv, nav, positionId: notice.id, documentId }
})

/** The notice's row with its numbers: made once, whatever happens afterwards. */
async function reserve(context: OperationContext, input: Input, setting: Setting): Promise<Notice> {
  const { municipality, caseId } = context
  const iupd = `ITER-${createHash('sha256').update(`${municipality}/${context.naturalKey}`).digest('hex').slice(0, 30)}`
  return context.transaction(async tx => {
    const known = await findNotice(tx, municipality, iupd)
    if (known !== null) return agree(tx, known, input)
    const base = await nextTimedNumber(tx, municipality, 'pagopa-iuv')
    const numbers = paymentNumbers(setting.settings.segregationCode, BigInt(base))
    return openNotice(tx, {
      municipalityId: municipality,
      caseId,
      iupd,
      ...numbers,
      cents: input.cents,
      dueDate: input.dueDate,
      state: 'created',
      position: {},
    })
  })
}

/** Data corrected before anything was created: the notice follows them, its numbers stay. */
async function agree(tx: Tx, known: Notice, { cents, dueDate }: Input): Promise<Notice> {
  if (known.state !== 'created' || (known.cents === cents && known.dueDate === dueDate)) return known
  await updateNotice(tx, known.municipalityId, known.id, { cents, dueDate })
  return { ...known, cents, dueDate }
}

async function create(positions: DebtPositions, model: ReturnType<typeof positionModel>, notice: Notice) {
  const created = await positions.create(model)
  if (created !== 'taken') return { iuv: notice.iuv, nav: notice.nav }
  const there = await ask(positions, notice)
  if (there !== null) return there
  // The IUPD is free, so it is the IUV that another position has: numbers were given outside this register.
  throw new OperationError({
    kind: 'misconfigured',
    code: 'iuv-taken',
    platform: 'pagopa',
    message:
      'Il numero dell’avviso è già usato da un’altra posizione: verificare il codice di segregazione del comune.',
  })
}

/** What pagoPA has under our IUPD; a draft that an earlier try left is published. */
async function ask(positions: DebtPositions, notice: Notice): Promise<z.output<typeof outcome> | null> {
  const found = await positions.find(notice.iupd)
  if (found === null) return null
  if (!isSamePosition(found, notice)) throw refusedPosition('sotto lo stesso identificativo c’è una posizione diversa')
  if (found.status === 'INVALID') throw refusedPosition('la posizione è stata annullata')
  if (found.status === 'DRAFT') await positions.publish(notice.iupd)
  return { iuv: notice.iuv, nav: notice.nav }
}

async function fileNotice(
  context: OperationContext,
  about: { input: Input; notice: Notice; setting: Setting; head: DocumentSetting },
): Promise<string> {
  const { municipality, caseId } = context
  const naturalKey = `${context.naturalKey}/notice`
  const known = await context.transaction(tx => findDocumentOf(tx, municipality, naturalKey))
  if (known !== null) return known
  const bytes = await renderPdf(noticePage(about.input, about.notice.nav, about.setting, about.head), context.at)
  return context.transaction(tx =>
    storeDocument(tx, {
      municipalityId: municipality,
      caseId,
      kind: 'notice',
      name: `Avviso di pagamento ${about.notice.nav}.pdf`,
      mediaType: 'application/pdf',
      bytes,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      size: bytes.length,
      direction: 'out',
      naturalKey,
    }),
  )
}
