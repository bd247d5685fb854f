import type { Position, Receipt, StoredOption } from './model.ts'

/** The receipt of one payment option paid at `at`; amounts in euros, as the contract has them. */
export function receiptOf(position: Position, option: StoredOption, receiptId: string, at: Date): Receipt {
  const day = at.toISOString().slice(0, 10)
  const debtor = {
    entityUniqueIdentifierType: position.type,
    entityUniqueIdentifierValue: position.fiscalCode,
    fullName: position.fullName,
    ...(position.email !== undefined && { email: position.email }),
  }
  return {
    receiptId,
    noticeNumber: option.nav,
    fiscalCode: position.organizationFiscalCode,
    outcome: 'OK',
    creditorReferenceId: option.iuv,
    paymentAmount: option.amount / 100,
    description: option.description,
    companyName: position.companyName,
    ...(position.officeName !== undefined && { officeName: position.officeName }),
    debtor,
    transferList: option.transfer.map(transfer => ({
      idTransfer: Number(transfer.idTransfer),
      transferAmount: transfer.amount / 100,
      fiscalCodePA: transfer.organizationFiscalCode ?? position.organizationFiscalCode,
      iban: transfer.iban ?? '',
      mbdAttachment: '',
      remittanceInformation: transfer.remittanceInformation,
      transferCategory: transfer.category,
      metadata: transfer.transferMetadata ?? [],
    })),
    idPSP: 'BPRVITMMXXX',
    pspFiscalCode: '00000010017',
    pspCompanyName: 'Banca di prova',
    idChannel: '00000010017_01',
    channelDescription: 'app',
    payer: debtor,
    paymentMethod: 'creditCard',
    fee: 1,
    paymentDateTime: day,
    paymentDateTimeFormatted: at.toISOString(),
    applicationDate: day,
    transferDate: new Date(at.getTime() + 86_400_000).toISOString().slice(0, 10),
    metadata: [],
  }
}
