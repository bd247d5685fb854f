import type { Text } from '../../engine/json.ts'

/** What each action is called. The keys are stable: they stand in the chain. */
const labels: Record<string, Text> = {
  'case.created': { it: 'Pratica presentata', en: 'Case filed' },
  'case.message-received': { it: 'Comunicazione ricevuta', en: 'Message received' },
  'case.time-advanced': { it: 'Pratica spostata avanti nel tempo (prova)', en: 'Case moved ahead in time (rehearsal)' },
  'case.claim': { it: 'Attività presa in carico', en: 'Task claimed' },
  'case.release': { it: 'Attività rilasciata', en: 'Task released' },
  'case.reassign': { it: 'Attività passata ad altri', en: 'Task handed over' },
  'case.complete': { it: 'Attività conclusa', en: 'Task completed' },
  'case.retry': { it: 'Passo ripetuto', en: 'Step retried' },
  'case.amend': { it: 'Dati corretti', en: 'Data corrected' },
  'case.record-outcome': { it: 'Esito registrato a mano', en: 'Outcome recorded by hand' },
  'case.not-done': { it: 'Verificato che non è avvenuto', en: 'Found not to have happened' },
  'case.suspend': { it: 'Pratica interrotta', en: 'Case stopped' },
  'case.resume': { it: 'Pratica fatta ripartire', en: 'Case resumed' },
  'case.move': { it: 'Pratica spostata nel percorso', en: 'Case moved along its way' },
  'case.close': { it: 'Pratica chiusa', en: 'Case closed' },
  'restart.started': { it: 'Ripartenza chiesta', en: 'Mass retry asked for' },
  'restart.stopped': { it: 'Ripartenza interrotta', en: 'Mass retry stopped' },
  'restart.done': { it: 'Ripartenza conclusa', en: 'Mass retry done' },
  'act.answered': { it: 'Esito di una richiesta', en: 'Outcome of a request' },
  'document.added': { it: 'Documento aggiunto', en: 'Document added' },
  'outage.healed': { it: 'Piattaforma di nuovo disponibile: passo ripetuto', en: 'Platform back: step retried' },
  'fare.proposed': { it: 'Tariffe proposte', en: 'Fares proposed' },
  'fare.approved': { it: 'Tariffe approvate', en: 'Fares approved' },
  'platform.saved': { it: 'Collegamento a una piattaforma modificato', en: 'Platform connection changed' },
  'platform.tested': { it: 'Collegamento a una piattaforma provato', en: 'Platform connection tested' },
  'staff.added': { it: 'Ruolo assegnato', en: 'Role given' },
  'staff.removed': { it: 'Ruolo tolto', en: 'Role taken away' },
  'absence.set': { it: 'Assenza segnata, con chi sostituisce', en: 'Absence arranged, with who stands in' },
  'absence.ended': { it: 'Assenza chiusa', en: 'Absence ended' },
  'service-token.created': { it: 'Chiave di servizio creata', en: 'Service key created' },
  'service-token.revoked': { it: 'Chiave di servizio revocata', en: 'Service key revoked' },
  'import.read': { it: 'File caricato', en: 'File uploaded' },
  'import.confirmed': { it: 'File confermato', en: 'File confirmed' },
  'register.exported': { it: 'Registro esportato', en: 'Register exported' },
  'fare.withdrawn': { it: 'Proposta di tariffe ritirata', en: 'Proposed fares withdrawn' },
  'cases.exported': { it: 'Elenco di pratiche esportato', en: 'List of cases exported' },
  'payment-file.uploaded': { it: 'Flusso o giornale di cassa caricato', en: 'Payment report or cash journal uploaded' },
  'entry.assigned': { it: 'Provvisorio assegnato', en: 'Treasury entry assigned' },
  'entry.released': { it: 'Assegnazione di un provvisorio annullata', en: 'Assignment of a treasury entry taken back' },
  'payment-flow.receipts-asked': { it: 'Ricevute mancanti chieste di nuovo', en: 'Missing receipts asked for again' },
  'accounting-map.saved': { it: 'Mappa contabile modificata', en: 'Accounting map changed' },
  'payment-service.added': { it: 'Servizio di pagamento aggiunto', en: 'Payment service added' },
  'payment-service.changed': { it: 'Servizio di pagamento modificato', en: 'Payment service changed' },
  'payments.exported': { it: 'Elenco di pagamenti esportato', en: 'List of payments exported' },
  'flows.exported': { it: 'Elenco dei flussi esportato', en: 'List of reports exported' },
  'exceptions.exported': { it: 'Elenco delle eccezioni esportato', en: 'List of exceptions exported' },
  'regularisation.exported': { it: 'Provvisori da regolarizzare esportati', en: 'Entries to regularise exported' },
  'import-report.exported': { it: 'Rapporto di importazione esportato', en: 'Import report exported' },
  'movements.exported': {
    it: 'Movimenti di un giornale di cassa esportati',
    en: 'Movements of a cash journal exported',
  },
  'view.shared': { it: 'Vista condivisa', en: 'View shared' },
  'view.changed': { it: 'Vista condivisa modificata', en: 'Shared view changed' },
  'view.unshared': { it: 'Vista non più condivisa', en: 'View no longer shared' },
  'view.deleted': { it: 'Vista condivisa eliminata', en: 'Shared view deleted' },
  'checks.run': { it: 'Controlli di coerenza chiesti', en: 'Consistency checks asked for' },
  'import.done': { it: 'Pratiche del file create', en: 'Cases of the file made' },
}

/** Every action that the register knows, for who looks for one kind. */
export const knownActions = (): { key: string; label: Text }[] =>
  Object.entries(labels).map(([key, label]) => ({ key, label }))

/** An action in words; one that has none is told by its key. */
export const actionLabel = (action: string): Text => labels[action] ?? { it: action, en: action }

export interface Answered {
  action: string
  person: string | null
}

/** What came of an act names the act, and whose it was: "Attività conclusa: accettata (chiesta da Anna Riva)". */
export function answerLabel(asked: Answered, outcome: string): Text {
  const act = actionLabel(asked.action)
  const by = {
    it: asked.person ? `, chiesto da ${asked.person}` : '',
    en: asked.person ? `, asked by ${asked.person}` : '',
  }
  const [it, en] = outcome === 'accepted' ? ['accettato', 'accepted'] : ['rifiutato', 'refused']
  return { it: `${act.it}: ${it}${by.it}`, en: `${act.en}: ${en}${by.en}` }
}
