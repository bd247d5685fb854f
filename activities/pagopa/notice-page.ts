import type { Block, Page } from '../documents/page.ts'
import { printedDate, printedMoney } from '../documents/format.ts'
import type { DocumentSetting } from '../documents/setting.ts'
import type { Debtor } from '../kernel/fields.ts'
import type { PlatformSetting } from '../kernel/platform-settings.ts'
import { nameOf } from './debt-position.ts'
import { printedNav, qrPayload } from './iuv.ts'
import type { NumberedOption } from './operations.ts'
import type { Debt } from './plan-debt.ts'
import { postalAccount, postalPayload } from './postal.ts'
import type { Service } from './service.ts'

/** Sides of the codes on a notice, in millimetres. */
const qrSide = 25
const postalSide = 32

interface Content {
  debt: Debt
  debtor: Debtor
  options: readonly NumberedOption[]
  service: Service
  setting: PlatformSetting<'pagopa'>
  head: DocumentSetting
}

/**
 * A payment notice that can be paid at any provider: a slip for each way to pay, with QR code, code of the notice in groups of four, creditor, amount,
 * due date; the postal part where the town has a postal account.
 */
export function noticePage(content: Content): Page {
  const { debt, debtor, options, service, head } = content
  const { municipality } = head
  const [single, ...instalments] = options
  return {
    title: 'Avviso di pagamento pagoPA',
    head: {
      name: `Comune di ${municipality.name}`,
      lines: [`Ente creditore · codice fiscale ${municipality.fiscalCode}`, service.office ?? head.office],
    },
    blocks: [
      {
        type: 'facts',
        items: [
          { label: 'Oggetto', value: debt.description },
          { label: 'Pratica', value: head.case.number },
          { label: 'Destinatario', value: nameOf(debtor) },
          { label: 'Codice fiscale', value: debtor.fiscalCode },
          { label: 'Importo', value: printedMoney(debt.cents) },
          { label: 'Da pagare entro il', value: printedDate(single?.dueDate ?? debt.dueDate) },
        ],
      },
      { type: 'heading', text: 'Come pagare' },
      { type: 'paragraph', text: howTo(instalments.length) },
      ...options.map(option => slip(option, content)),
    ],
    signature: [],
  }
}

function howTo(instalments: number): string {
  const where =
    'Si paga con l’app IO, dal sito o dall’app della propria banca, in banca, alle poste, in ricevitoria e negli altri esercizi aderenti a pagoPA, inquadrando il codice o indicando i dati che seguono.'
  if (instalments === 0) return where
  return `${where} Si può pagare in un’unica soluzione oppure in ${instalments} rate: pagata la rata unica le altre non sono più dovute, pagata la prima rata si prosegue a rate.`
}

/** One way to pay, cut out and taken to the counter. */
function slip(
  { number, nav, cents, dueDate, transfers }: NumberedOption,
  { debt, options, debtor, service, setting, head }: Content,
): Block {
  const { municipality } = head
  const { settings } = setting
  const printed = printedNav(nav)
  return {
    type: 'slip',
    title: `${titleOf(number, options.length - 1)}: ${printedMoney(cents)} entro il ${printedDate(dueDate)}`,
    qr: {
      payload: qrPayload({ nav, payeeFiscalCode: municipality.fiscalCode, cents }),
      alt: `Codice QR per pagare l’avviso ${printed}`,
      side: qrSide,
    },
    ...(service.postalIban && {
      postal: {
        payload: postalPayload({
          nav,
          iban: service.postalIban,
          cents,
          payeeFiscalCode: municipality.fiscalCode,
          debtorFiscalCode: debtor.fiscalCode,
          debtorName: nameOf(debtor),
          description: transfers[0]?.description ?? debt.description,
        }),
        alt: 'Codice Data Matrix del bollettino postale PA',
        side: postalSide,
      },
    }),
    items: [
      { label: 'Codice avviso', value: printed },
      { label: 'Codice fiscale dell’ente', value: municipality.fiscalCode },
      { label: 'Ente creditore', value: settings.companyName },
      { label: 'Destinatario', value: nameOf(debtor) },
      ...(settings.cbill ? [{ label: 'Codice CBILL', value: settings.cbill }] : []),
      ...(service.postalIban
        ? [
            {
              label: 'Bollettino postale PA, tipo P1',
              value: `conto corrente n. ${postalAccount(service.postalIban)} intestato a ${service.postalHolder ?? settings.companyName}`,
            },
          ]
        : []),
    ],
  }
}

function titleOf(number: number, instalments: number): string {
  if (instalments === 0) return 'Importo dovuto'
  return number === 0 ? 'Rata unica' : `Rata ${number} di ${instalments}`
}
