/** Why an evidence of identity is refused, in words a clerk can tell the applicant. All of them are final: nothing is asked again. */
export const refusals = {
  unreadable: 'La prova di identità non è leggibile.',
  'doctype-or-size': 'La prova di identità contiene parti che un gestore di identità non invia.',
  'not-a-response': 'La prova di identità non è una risposta SPID o CIE.',
  'not-successful': 'Il gestore di identità non ha confermato l’accesso.',
  'one-assertion': 'La prova di identità non contiene una sola attestazione.',
  'duplicate-id': 'La prova di identità contiene identificativi ripetuti: può essere stata alterata.',
  'not-signed': 'La prova di identità non è firmata.',
  'signature-place': 'La firma della prova di identità non copre ciò che dovrebbe: può essere stata alterata.',
  'signature-algorithm': 'La firma della prova di identità usa un metodo non ammesso.',
  'signature-invalid': 'La firma della prova di identità non è valida per il gestore che la dichiara.',
  'unknown-idp': 'Il gestore di identità non è fra quelli riconosciuti.',
  'wrong-issuer': 'La prova di identità non è del gestore che la dichiara.',
  'wrong-audience': 'La prova di identità è destinata a un altro servizio.',
  'wrong-recipient': 'La prova di identità è stata inviata a un altro indirizzo.',
  'wrong-request': 'La prova di identità non risponde alla nostra richiesta di accesso.',
  'not-yet-valid': 'La prova di identità non era ancora valida quando è arrivata.',
  expired: 'La prova di identità era scaduta quando è arrivata.',
  level: 'Il livello di sicurezza dell’accesso è inferiore a quello richiesto.',
  'session-index': 'La prova di identità non rispetta le regole SPID sulla sessione.',
  'no-fiscal-number': 'La prova di identità non riporta il codice fiscale.',
  'other-person': 'La persona identificata non è il richiedente della pratica.',
  'already-used': 'La prova di identità è già stata usata da un’altra persona.',
  altered: 'La prova di identità conservata non è quella ricevuta.',
  'no-evidence': 'Per questa pratica non c’è una prova di identità elettronica.',
} as const

export type RefusalReason = keyof typeof refusals

/** SPID's anomaly codes that reach the service (table of messages, regole tecniche): what to tell the person. */
const spidErrors: Record<string, string> = {
  '08': 'La nostra richiesta di accesso non era conforme.',
  '09': 'La nostra richiesta di accesso aveva una versione errata.',
  '11': 'La nostra richiesta di accesso aveva un identificativo errato.',
  '12': 'Il livello di accesso richiesto non è previsto da SPID.',
  '13': 'La nostra richiesta di accesso aveva una data errata.',
  '14': 'La nostra richiesta di accesso era indirizzata a un altro gestore.',
  '15': 'La nostra richiesta di accesso non era ammessa (IsPassive).',
  '16': 'La nostra richiesta di accesso indicava un indirizzo di ritorno errato.',
  '17': 'La nostra richiesta di accesso aveva un formato errato (NameIDPolicy).',
  '18': 'La nostra richiesta di accesso chiedeva attributi non registrati.',
  '19': 'Le credenziali sono state sbagliate troppe volte.',
  '20': 'La persona non ha credenziali del livello richiesto: deve chiederle al proprio gestore.',
  '21': 'Il tempo per l’accesso è scaduto: va ripetuto.',
  '22': 'La persona non ha dato il consenso all’invio dei dati.',
  '23': 'L’identità della persona è sospesa o revocata.',
  '25': 'La persona ha annullato l’accesso.',
  '30': 'È stata usata un’identità di tipo diverso da quello richiesto (persona fisica o giuridica).',
}

/** Words for `ErrorCode nrNN`; null for a message that carries no known code. */
export function spidErrorText(statusMessage: string): string | null {
  const code = /^ErrorCode nr(\d{2})$/.exec(statusMessage)?.[1]
  return code === undefined ? null : (spidErrors[code] ?? null)
}
