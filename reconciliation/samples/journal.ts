import type { Version } from '../readers/journal-shape.ts'

export interface Movement {
  number: string
  amount: string
  cause?: string
  type?: string
  document?: string
  operation?: string
  /** `null`: the bank left it out. */
  bill?: string | null
  reverses?: string
  execution?: string
  movedOn?: string
  endToEndId?: string
  closes?: { number: string; amount: string }[]
}

export interface JournalSample {
  version?: Version
  page?: number
  pages?: number
  body?: string
  bodyName?: string
  bank?: string
  exercise?: number
  day?: string
  movements?: Movement[]
}

/** A page of a cash journal, right unless told otherwise. */
export function aJournal({
  version = '1.7.1',
  page = 1,
  pages = 1,
  body = '00111190191',
  bodyName = 'Comune di Crema',
  bank = '05034',
  exercise = 2026,
  day = '2026-11-20',
  movements = [{ number: '1201', amount: '134.15', cause: '/PUR/LGPE-RIVERSAMENTO/URI/2026-11-20BPPIITRRXXX-0033' }],
}: JournalSample = {}): string {
  const isOld = version === '1.4'
  const days = isOld
    ? `<data_inizio_periodo_riferimento>${day}</data_inizio_periodo_riferimento>
  <data_fine_periodo_riferimento>${day}</data_fine_periodo_riferimento>`
    : `<data_riferimento_GdC>${day}</data_riferimento_GdC>`
  return `<?xml version="1.0" encoding="UTF-8"?>
<flusso_giornale_di_cassa>
  <testata_messaggio>
    <codice_ABI_BT>${bank}</codice_ABI_BT>
    <data_ora_creazione_flusso>${day}T20:00:00</data_ora_creazione_flusso>
    <codice_ente>ABC123</codice_ente>
    <descrizione_ente>${bodyName}</descrizione_ente>
    <codice_istat_ente>000019035</codice_istat_ente>
    <codice_fiscale_ente>${body}</codice_fiscale_ente>
    <codice_tramite_ente>A2A-12345678</codice_tramite_ente>
    <codice_tramite_BT>A2A-87654321</codice_tramite_BT>
    <codice_ente_BT>4711</codice_ente_BT>
  </testata_messaggio>
  <identificativo_flusso_BT>GDC-20261120ABCDEFGHIJ#${String(page).padStart(3, '0')}#${String(pages).padStart(3, '0')}</identificativo_flusso_BT>
  <pagina>${page}</pagina>
  <pagine_totali>${pages}</pagine_totali>
  <esercizio>${exercise}</esercizio>
  ${days}
  <informazioni_conto_evidenza>
    <conto_evidenza>0000001</conto_evidenza>${movements.map(one => movement(one, day, isOld)).join('')}
  </informazioni_conto_evidenza>
  <ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="a"/><ds:SignatureMethod Algorithm="b"/><ds:Reference><ds:DigestMethod Algorithm="c"/><ds:DigestValue>YQ==</ds:DigestValue></ds:Reference></ds:SignedInfo><ds:SignatureValue>YQ==</ds:SignatureValue></ds:Signature>
</flusso_giornale_di_cassa>
`
}

function movement(one: Movement, day: string, isOld: boolean): string {
  const { number, amount, type = 'ENTRATA', operation = 'ESEGUITO', bill = number, movedOn = day } = one
  const optional = (name: string, value: string | null | undefined) =>
    value === null || value === undefined ? '' : `\n      <${name}>${value}</${name}>`
  const closes = (one.closes ?? []).map(it =>
    isOld
      ? `\n      <numero_sospeso>${it.number}</numero_sospeso>`
      : `\n      <sospeso><numero_provvisorio>${it.number}</numero_provvisorio><importo_provvisorio>${it.amount}</importo_provvisorio></sospeso>`,
  )
  return `
    <movimento_conto_evidenza>${isOld ? '' : `<identificativo_flusso>F-1</identificativo_flusso><numero_movimento>${number}</numero_movimento>`}
      <tipo_movimento>${type}</tipo_movimento>
      <tipo_documento>${one.document ?? 'SOSPESO ENTRATA'}</tipo_documento>
      <tipo_operazione>${operation}</tipo_operazione>
      <numero_documento>${number}</numero_documento>
      <progressivo_documento>1</progressivo_documento>
      <importo>${amount}</importo>${optional('numero_bolletta_quietanza', bill)}${optional('numero_bolletta_quietanza_storno', one.reverses)}
      <data_movimento>${movedOn}</data_movimento>${isOld ? '' : `\n      <data_movimento_siope>${movedOn}</data_movimento_siope>`}
      <tipo_esecuzione>${one.execution ?? 'SEPA CREDIT TRANSFER'}</tipo_esecuzione>${optional('end_to_end_id', one.endToEndId)}
      <assoggettamento_bollo>ESENTE BOLLO</assoggettamento_bollo>
      <cliente><anagrafica_cliente>POSTE ITALIANE</anagrafica_cliente></cliente>
      <causale>${one.cause ?? 'VERSAMENTO'}</causale>${closes.join('')}
    </movimento_conto_evidenza>`
}
