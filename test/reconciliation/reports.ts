interface Row {
  iuv: string
  amount: string
  outcome?: string
}

const twoRows: Row[] = [
  { iuv: '01000000000004285', amount: '84.00' },
  { iuv: '01000000000004382', amount: '50.15', outcome: '9' },
]

/** A payment report as XML, right unless told otherwise. */
export function aReport({
  rows = twoRows,
  count = rows.length,
  total = '134.15',
  sender = 'Poste Italiane',
}: { rows?: Row[]; count?: number; total?: string; sender?: string } = {}): string {
  const row = ({ iuv, amount, outcome = '0' }: Row) => `
  <datiSingoliPagamenti>
    <identificativoUnivocoVersamento>${iuv}</identificativoUnivocoVersamento>
    <identificativoUnivocoRiscossione>R-${iuv}</identificativoUnivocoRiscossione>
    <indiceDatiSingoloPagamento>1</indiceDatiSingoloPagamento>
    <singoloImportoPagato>${amount}</singoloImportoPagato>
    <codiceEsitoSingoloPagamento>${outcome}</codiceEsitoSingoloPagamento>
    <dataEsitoSingoloPagamento>2026-11-19</dataEsitoSingoloPagamento>
  </datiSingoliPagamenti>`
  return `<?xml version="1.0" encoding="UTF-8"?>
<FlussoRiversamento xmlns="http://www.digitpa.gov.it/schemas/2011/Pagamenti/">
  <versioneOggetto>1.0</versioneOggetto>
  <identificativoFlusso>2026-11-20BPPIITRRXXX-0033</identificativoFlusso>
  <dataOraFlusso>2026-11-20T08:30:00</dataOraFlusso>
  <identificativoUnivocoRegolamento>TRN-0033</identificativoUnivocoRegolamento>
  <dataRegolamento>2026-11-20</dataRegolamento>
  <istitutoMittente>
    <identificativoUnivocoMittente>
      <tipoIdentificativoUnivoco>B</tipoIdentificativoUnivoco><codiceIdentificativoUnivoco>BPPIITRRXXX</codiceIdentificativoUnivoco>
    </identificativoUnivocoMittente>
    <denominazioneMittente>${sender}</denominazioneMittente>
  </istitutoMittente>
  <istitutoRicevente>
    <identificativoUnivocoRicevente><tipoIdentificativoUnivoco>G</tipoIdentificativoUnivoco><codiceIdentificativoUnivoco>00111190191</codiceIdentificativoUnivoco></identificativoUnivocoRicevente>
  </istitutoRicevente>
  <numeroTotalePagamenti>${count}</numeroTotalePagamenti>
  <importoTotalePagamenti>${total}</importoTotalePagamenti>${rows.map(row).join('')}
</FlussoRiversamento>
`
}
