import type { z } from 'zod'
import type { Page } from '../documents/page.ts'
import { printedDate, printedMoney } from '../documents/format.ts'
import type { DocumentSetting } from '../documents/setting.ts'
import type { PlatformSetting } from '../kernel/platform-settings.ts'
import type { createNoticeDeclaration } from './declarations.ts'
import { printedNav, qrPayload } from './iuv.ts'

/** Side of the QR code on a notice, in millimetres. */
const qrSide = 25

/** A payment notice that can be paid at any provider: QR code, code of the notice in groups of four, creditor, amount, due date. */
export function noticePage(
  input: z.output<typeof createNoticeDeclaration.input>,
  nav: string,
  { settings }: PlatformSetting<'pagopa'>,
  head: DocumentSetting,
): Page {
  const { municipality } = head
  const { debtor, cents, dueDate, description } = input
  return {
    title: 'Avviso di pagamento pagoPA',
    head: {
      name: `Comune di ${municipality.name}`,
      lines: [`Ente creditore · codice fiscale ${municipality.fiscalCode}`, head.office],
    },
    blocks: [
      {
        type: 'facts',
        items: [
          { label: 'Oggetto', value: description },
          { label: 'Pratica', value: head.case.number },
          { label: 'Destinatario', value: `${debtor.firstName} ${debtor.lastName}` },
          { label: 'Codice fiscale', value: debtor.fiscalCode },
          { label: 'Importo', value: printedMoney(cents) },
          { label: 'Da pagare entro il', value: printedDate(dueDate) },
        ],
      },
      { type: 'heading', text: 'Come pagare' },
      {
        type: 'paragraph',
        text: 'Si paga con l’app IO, dal sito o dall’app della propria banca, in banca, alle poste, in ricevitoria e negli altri esercizi aderenti a pagoPA, inquadrando il codice o indicando i dati che seguono.',
      },
      {
        type: 'qr',
        payload: qrPayload({ nav, payeeFiscalCode: municipality.fiscalCode, cents }),
        alt: `Codice QR per pagare l’avviso ${printedNav(nav)}`,
        side: qrSide,
      },
      {
        type: 'facts',
        items: [
          { label: 'Codice avviso', value: printedNav(nav) },
          { label: 'Codice fiscale dell’ente', value: municipality.fiscalCode },
          ...(settings.cbill ? [{ label: 'Codice CBILL', value: settings.cbill }] : []),
          ...(settings.postalIban ? [{ label: 'Conto corrente postale', value: settings.postalIban }] : []),
        ],
      },
    ],
    signature: [],
  }
}
