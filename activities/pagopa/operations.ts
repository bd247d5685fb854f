import { createHash } from 'node:crypto'
import { z } from 'zod'
import { nextTimedNumber } from '../../db/queries/next-timed-number.ts'
import { readOfficeCalendar } from '../../db/queries/office-calendar.ts'
import type { Notice } from '../../db/queries/positions/options-of.ts'
import { replacedBy } from '../../db/queries/positions/replaced-by.ts'
import { type NewOption, savePosition } from '../../db/queries/positions/save-position.ts'
import { findDocumentOf, storeDocument } from '../../db/queries/store-document.ts'
import { updateNotice } from '../../db/queries/update-notice.ts'
import { romeDate } from '../documents/format.ts'
import { renderPdf } from '../documents/render-pdf.ts'
import { type DocumentSetting, readSetting } from '../documents/setting.ts'
import type { OperationContext } from '../kernel/context.ts'
import { implement } from '../kernel/implement.ts'
import { OperationError } from '../kernel/operation-error.ts'
import type { PlatformSetting } from '../kernel/platform-settings.ts'
import { createNoticeDeclaration } from './declarations.ts'
import {
  type DebtPositions,
  debtPositions,
  isSamePosition,
  nameOf,
  positionModel,
  refusedPosition,
} from './debt-position.ts'
import { paymentNumbers } from './iuv.ts'
import { noticePage } from './notice-page.ts'
import { numbersBefore } from './numbers-before.ts'
import { type Debt, monthsFrom, planDebt } from './plan-debt.ts'
import { type Service, serviceOf } from './service.ts'
import { howToPay, standingOf } from './standing.ts'

type Input = z.output<typeof createNoticeDeclaration.input>

/** A way to pay with its numbers. */
export type NumberedOption = NewOption & Pick<Notice, 'id' | 'iuv' | 'nav'>

const outcome = z.object({ iuv: z.string(), nav: z.string() })
type Outcome = z.output<typeof outcome>

/**
 * Makes a debt position and its printable notice. The numbers are kept before they leave the house; IUPD follows from the step, so that pagoPA can be
 * asked for it and a repeated creation meets itself.
 */
export const createNotice = implement(createNoticeDeclaration, async (context, input) => {
  const setting = await context.setting('pagopa')
  const head = await readSetting(context)
  const service = await serviceOf(context, input.service ?? null, setting)
  const debt = debtOf(input, service)
  const positions = debtPositions(context.client('pagopa', setting.baseUrl), setting, head.municipality.fiscalCode)
  const { iupd, options } = await reserve(context, { input, debt, service, setting, head, positions })
  const [single] = options
  if (single === undefined) throw new Error('A position has no way to be paid')
  const { companyName } = setting.settings
  const { office, expires } = service
  const model = positionModel({ iupd, debtor: input.debtor, companyName, office, expires, options })
  await context.effect(
    { request: model, outcome, settleSeconds: 2 },
    () => create(positions, model, options),
    () => ask(positions, iupd, options),
  )
  const documentId = await fileNotice(context, single.nav, () =>
    noticePage({ debt, debtor: input.debtor, options, service, setting, head }),
  )
  await context.transaction(async tx => {
    for (const [index, { id }] of options.entries()) {
      const position = { ...model, paymentOption: model.paymentOption.slice(index, index + 1) }
      await updateNotice(tx, context.municipality, id, { state: 'published', documentId, position })
    }
  })
  const { description } = debt
  const { iuv, nav, cents, dueDate } = single
  const { checkOn } = standingOf(options.map(asOpen), { service, today: romeDate(context.at), remindedOn: null })
  return {
    iupd,
    iuv,
    nav,
    positionId: single.id,
    documentId,
    description,
    cents,
    dueDate,
    expires,
    checkOn,
    howToPay: howToPay(options),
    options: options.map(it => ({ number: it.number, nav: it.nav, iuv: it.iuv, cents: it.cents, dueDate: it.dueDate })),
  }
})

const asOpen = (option: NumberedOption) => ({ ...option, state: 'published' as const })

function debtOf({ cents, dueDate, description, instalments, shareCents }: Input, service: Service): Debt {
  const isShareWrong = shareCents != null && (service.shares.length !== 1 || shareCents >= cents)
  if (isShareWrong) throw refusedPosition('la quota dell’altro ente non va d’accordo con il servizio o con l’importo')
  const named = service.name === null ? description : `${service.name} - ${description}`
  return {
    cents,
    dueDate,
    instalmentDates: instalments ? monthsFrom(instalments) : [],
    shareCents: shareCents ?? null,
    description: named.slice(0, 140),
  }
}

interface About {
  input: Input
  debt: Debt
  service: Service
  setting: PlatformSetting<'pagopa'>
  head: DocumentSetting
  positions: DebtPositions
}

/** The position's rows with their numbers: made once, whatever happens afterwards. */
async function reserve(context: OperationContext, { input, debt, service, setting, head, positions }: About) {
  const { municipality, caseId } = context
  const iupd = `ITER-${createHash('sha256').update(`${municipality}/${context.naturalKey}`).digest('hex').slice(0, 30)}`
  const before = await numbersBefore(context, positions, iupd)
  return context.transaction(async tx => {
    const calendar = (await readOfficeCalendar(tx, municipality)) ?? undefined
    const creditor = { fiscalCode: head.municipality.fiscalCode, name: setting.settings.companyName, calendar }
    const plan = planDebt(debt, service, creditor)
    const position = {
      municipalityId: municipality,
      caseId,
      iupd,
      service: service.code,
      description: debt.description,
      debtorName: nameOf(input.debtor),
      cents: debt.cents,
      replaces: await replacedBy(tx, municipality, { caseId, iupd }),
      options: plan,
    }
    const draw = async () =>
      paymentNumbers(service.segregationCode, BigInt(await nextTimedNumber(tx, municipality, 'pagopa-iuv')))
    const notices = await savePosition(tx, position, async () => before.shift() ?? draw())
    const options = plan.flatMap((option): NumberedOption[] => {
      const row = notices.find(it => it.number === option.number)
      return row ? [{ ...option, id: row.id, iuv: row.iuv, nav: row.nav }] : []
    })
    return { iupd, options }
  })
}

async function create(
  positions: DebtPositions,
  model: ReturnType<typeof positionModel>,
  options: NumberedOption[],
): Promise<Outcome> {
  const created = await positions.create(model)
  if (created !== 'taken') return numbersOf(options)
  const there = await ask(positions, model.iupd, options)
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
async function ask(positions: DebtPositions, iupd: string, options: NumberedOption[]): Promise<Outcome | null> {
  const found = await positions.find(iupd)
  if (found === null) return null
  if (!isSamePosition(found, options)) throw refusedPosition('sotto lo stesso identificativo c’è una posizione diversa')
  if (found.status === 'INVALID') throw refusedPosition('la posizione è stata annullata')
  if (found.status === 'DRAFT') await positions.publish(iupd)
  return numbersOf(options)
}

const numbersOf = ([first]: NumberedOption[]): Outcome => ({ iuv: first?.iuv ?? '', nav: first?.nav ?? '' })

async function fileNotice(
  context: OperationContext,
  nav: string,
  page: () => ReturnType<typeof noticePage>,
): Promise<string> {
  const { municipality, caseId } = context
  const naturalKey = `${context.naturalKey}/notice`
  const known = await context.transaction(tx => findDocumentOf(tx, municipality, naturalKey))
  if (known !== null) return known
  const bytes = await renderPdf(page(), context.at)
  return context.transaction(tx =>
    storeDocument(tx, {
      municipalityId: municipality,
      caseId,
      kind: 'notice',
      name: `Avviso di pagamento ${nav}.pdf`,
      mediaType: 'application/pdf',
      bytes,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      size: bytes.length,
      direction: 'out',
      naturalKey,
    }),
  )
}
