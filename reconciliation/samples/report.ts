export interface ReportRowSample {
  iuv: string
  amount: string
  outcome?: string
  /** The provider's reference of the collection; by default made of the IUV. */
  iur?: string
  /** Which transfer of the payment, from 1. */
  transfer?: number
  outcomeOn?: string
}

export interface ReportSample {
  flowId?: string
  /** Code of the sending provider. */
  psp?: string
  sender?: string
  /** When the provider made it: of two with the same id, the later replaces the earlier. */
  flowAt?: string
  /** TRN of the bank transfer. */
  trn?: string
  regulationOn?: string
  receiver?: string
  rows?: ReportRowSample[]
  count?: number
  total?: string
}

const twoRows: ReportRowSample[] = [
  { iuv: '01000000000004285', amount: '84.00' },
  { iuv: '01000000000004382', amount: '50.15', outcome: '9' },
]

/** A payment report as XML, right unless told otherwise. */
export function aReport({
  rows = twoRows,
  count = rows.length,
  total = '134.15',
  sender = 'Poste Italiane',
  flowId = '2026-11-20BPPIITRRXXX-0033',
  psp = 'BPPIITRRXXX',
  flowAt = '2026-11-20T08:30:00',
  trn = 'TRN-0033',
  regulationOn = '2026-11-20',
  receiver = '00111190191',
}: ReportSample = {}): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<FlussoRiversamento xmlns="http://www.digitpa.gov.it/schemas/2011/Pagamenti/">
  <versioneOggetto>1.0</versioneOggetto>
  <identificativoFlusso>${flowId}</identificativoFlusso>
  <dataOraFlusso>${flowAt}</dataOraFlusso>
  <identificativoUnivocoRegolamento>${trn}</identificativoUnivocoRegolamento>
  <dataRegolamento>${regulationOn}</dataRegolamento>
  <istitutoMittente>
    <identificativoUnivocoMittente>
      <tipoIdentificativoUnivoco>B</tipoIdentificativoUnivoco><codiceIdentificativoUnivoco>${psp}</codiceIdentificativoUnivoco>
    </identificativoUnivocoMittente>
    <denominazioneMittente>${sender}</denominazioneMittente>
  </istitutoMittente>
  <istitutoRicevente>
    <identificativoUnivocoRicevente><tipoIdentificativoUnivoco>G</tipoIdentificativoUnivoco><codiceIdentificativoUnivoco>${receiver}</codiceIdentificativoUnivoco></identificativoUnivocoRicevente>
  </istitutoRicevente>
  <numeroTotalePagamenti>${count}</numeroTotalePagamenti>
  <importoTotalePagamenti>${total}</importoTotalePagamenti>${rows.map(row).join('')}
</FlussoRiversamento>
`
}

function row({
  iuv,
  amount,
  outcome = '0',
  iur = `R-${iuv}`,
  transfer = 1,
  outcomeOn = '2026-11-19',
}: ReportRowSample): string {
  return `
  <datiSingoliPagamenti>
    <identificativoUnivocoVersamento>${iuv}</identificativoUnivocoVersamento>
    <identificativoUnivocoRiscossione>${iur}</identificativoUnivocoRiscossione>
    <indiceDatiSingoloPagamento>${transfer}</indiceDatiSingoloPagamento>
    <singoloImportoPagato>${amount}</singoloImportoPagato>
    <codiceEsitoSingoloPagamento>${outcome}</codiceEsitoSingoloPagamento>
    <dataEsitoSingoloPagamento>${outcomeOn}</dataEsitoSingoloPagamento>
  </datiSingoliPagamenti>`
}
