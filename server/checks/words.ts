import type { FindingKind } from '../../db/schema/consistency.ts'
import type { Text } from '../../engine/json.ts'

interface Words {
  title: Text
  meaning: Text
  remedy: Text
}

/** What each finding is called, what it means for the people of the town, and what to do when it was not repaired by itself. */
export const findingWords: Record<FindingKind, Words> = {
  'case-without-workflow': {
    title: { it: 'Pratica senza motore', en: 'Case without a workflow' },
    meaning: {
      it: 'La pratica è registrata ma il motore non la conosce: da sola non va avanti.',
      en: 'The case is recorded but the engine does not know it: it does not go on by itself.',
    },
    remedy: {
      it: 'Iter la fa ripartire con tutto ciò che le era stato comunicato. Se resta qui, riferirla all’assistenza: la si può istruire a mano.',
      en: 'Iter starts it anew with all it had been told. If it stays here, tell support: it can be handled by hand.',
    },
  },
  'workflow-without-case': {
    title: { it: 'Esecuzione senza pratica', en: 'Workflow without a case' },
    meaning: {
      it: 'Il motore esegue una pratica che la base dati non ha: di solito dopo un ripristino da una copia più vecchia.',
      en: 'The engine runs a case that the database does not have: usually after a restore from an older copy.',
    },
    remedy: {
      it: 'Verificare sulle piattaforme (protocollo, pagoPA) se ha già prodotto effetti, ripresentare la domanda se serve, poi terminare l’esecuzione da Temporal.',
      en: 'Check on the platforms (register, pagoPA) whether it has had effects, file the request again if needed, then end it in Temporal.',
    },
  },
  'workflow-stopped': {
    title: { it: 'Pratica ferma', en: 'Case stopped' },
    meaning: {
      it: 'Il motore non risponde per questa pratica, o qualcuno l’ha terminata dall’esterno: nessun passo partirà.',
      en: 'The engine does not answer for this case, or somebody ended it from outside: no step will run.',
    },
    remedy: {
      it: 'Guardare l’errore in Temporal. Se è nato con un aggiornamento, tornare alla versione precedente: la pratica riprende da dove era.',
      en: 'Look at the error in Temporal. If it came with an upgrade, go back to the version before: the case goes on where it was.',
    },
  },
  'closed-without-state': {
    title: { it: 'Pratica conclusa senza stato finale', en: 'Ended case without its final state' },
    meaning: {
      it: 'La pratica è finita ma il suo stato finale non è stato conservato.',
      en: 'The case has ended but its final state was not kept.',
    },
    remedy: {
      it: 'Iter lo recupera dal motore finché questo lo ricorda. Se resta qui, ciò che si vede della pratica è l’unica copia: non svuotare le proiezioni.',
      en: 'Iter fetches it while the engine remembers it. If it stays here, what is shown is the only copy: do not empty the projections.',
    },
  },
  'projection-behind': {
    title: { it: 'Pratica mostrata non aggiornata', en: 'Case shown out of date' },
    meaning: {
      it: 'Ciò che si vedeva della pratica non era il punto in cui è davvero.',
      en: 'What was shown of the case was not where it really is.',
    },
    remedy: {
      it: 'Iter la ripubblica. Se ritorna più volte, riferirla all’assistenza.',
      en: 'Iter publishes it anew. If it comes back several times, tell support.',
    },
  },
  'effect-stuck': {
    title: { it: 'Operazione esterna dall’esito ignoto', en: 'Outside operation with unknown outcome' },
    meaning: {
      it: 'Un passo ha chiamato una piattaforma, nessuno sa com’è finita e nessun passo lo sta più verificando.',
      en: 'A step called a platform, nobody knows how it ended and no step is finding out.',
    },
    remedy: {
      it: 'Cercare l’operazione sulla piattaforma indicata nel dettaglio, con il numero della pratica; se è avvenuta e non serviva, annullarla là.',
      en: 'Look for the operation on the platform named in the detail, by the case’s number; if it happened and was not wanted, annul it there.',
    },
  },
  'outbox-stuck': {
    title: { it: 'Messaggio non consegnato alla pratica', en: 'Message not delivered to the case' },
    meaning: {
      it: 'Un atto o una comunicazione aspetta da troppo tempo, e con lui tutto ciò che segue sulla stessa pratica.',
      en: 'An act or a message has waited too long, and so does all that follows on the same case.',
    },
    remedy: {
      it: 'Iter continua a riprovare. Leggere l’errore nel dettaglio: se non parla di rete, riferirlo all’assistenza.',
      en: 'Iter goes on trying. Read the error in the detail: if it is not about the network, tell support.',
    },
  },
  'receipt-untold': {
    title: { it: 'Ricevuta di pagamento non comunicata', en: 'Receipt not told to its case' },
    meaning: {
      it: 'Il pagamento è registrato ma la pratica non lo sapeva: l’accredito mancava.',
      en: 'The payment is recorded but the case did not know: the credit was missing.',
    },
    remedy: { it: 'Iter l’ha comunicata ora, una volta sola.', en: 'Iter has told it now, once.' },
  },
  'act-lost': {
    title: { it: 'Atto da ripetere', en: 'Act to be repeated' },
    meaning: {
      it: 'Dopo un ripristino un atto già accettato è stato rispedito alla pratica, che ora lo rifiuta.',
      en: 'After a restore an accepted act was sent to the case again, which refuses it now.',
    },
    remedy: {
      it: 'Aprire la pratica: se l’attività è ancora aperta, completarla di nuovo. Il registro dice chi l’aveva fatto e quando.',
      en: 'Open the case: if the task is still open, complete it again. The audit log says who had done it and when.',
    },
  },
}
