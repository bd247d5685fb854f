import type { Text } from '../json.ts'
import type { Finding } from './report.ts'

type Words = Pick<Finding, 'severity' | 'message' | 'remedy'>

/** What each finding says; `undecided` and `unbounded` are worded where they are found, because they name more. */
export const WORDS = {
  deadlock: {
    severity: 'error',
    message: {
      it: 'Qui una pratica può restare ferma per sempre: attende un percorso o un messaggio che non può più arrivare.',
      en: 'A case can stay here for ever: it waits for a path or a message that can no longer come.',
    },
    remedy: {
      it: 'Riunire i percorsi con lo stesso tipo di gateway che li ha divisi, o fare in modo che ciò che si attende arrivi sempre.',
      en: 'Join the paths with the kind of gateway that split them, or see to it that what is waited for always comes.',
    },
  },
  'lack-of-synchronisation': {
    severity: 'warning',
    message: {
      it: 'Due percorsi paralleli arrivano qui senza essere riuniti: il seguito può essere eseguito due volte.',
      en: 'Two parallel paths come here without being joined: what follows may be done twice.',
    },
    remedy: {
      it: 'Riunirli prima con un gateway parallelo o inclusivo.',
      en: 'Join them before with a parallel or inclusive gateway.',
    },
  },
  dead: {
    severity: 'warning',
    message: { it: 'Nessuna pratica può arrivare qui.', en: 'No case can come here.' },
    remedy: {
      it: 'Correggere i percorsi che vi portano, o toglierlo.',
      en: 'Correct the paths that lead here, or remove it.',
    },
  },
  'no-way-to-finish': {
    severity: 'error',
    message: {
      it: 'Da qui la pratica non può più concludersi: gira sempre negli stessi passi.',
      en: 'From here the case can never end: it goes round in the same steps for ever.',
    },
    remedy: { it: 'Aggiungere un’uscita che porti alla fine.', en: 'Add a way out that leads to the end.' },
  },
  'no-office': {
    severity: 'error',
    message: {
      it: 'Il compito non è affidato ad alcun ufficio: nessuno lo vedrebbe.',
      en: 'The task belongs to no office: nobody would see it.',
    },
    remedy: {
      it: 'Indicare iter:office, o metterlo nella corsia di un ufficio.',
      en: 'Give iter:office, or put it into an office’s lane.',
    },
  },
  'no-deadline': {
    severity: 'error',
    message: {
      it: 'L’attesa non ha scadenza né un motivo per non averla.',
      en: 'The wait has no deadline, nor a reason for having none.',
    },
    remedy: {
      it: 'Aggiungere un termine o un temporizzatore, qui o attorno (per un compito basta iter:due), oppure il motivo in iter:unlimited.',
      en: 'Add a term or a timer, here or around it (iter:due is enough for a task), or the reason in iter:unlimited.',
    },
  },
} satisfies { [kind in Finding['kind']]?: Words }

export function unboundedWords(isByEvent: boolean): Words {
  return {
    // How often a reminder comes while the ones before are not done yet is rather a question of time than of the diagram.
    severity: isByEvent ? 'warning' : 'error',
    message: {
      it: 'A ogni giro resta qui un percorso in più: la pratica può crescere senza fine.',
      en: 'Every round leaves one more path here: the case can grow without end.',
    },
    remedy: {
      it: 'Riunire i percorsi prima di tornare indietro.',
      en: 'Join the paths before going back.',
    },
  }
}

export const ENDLESS: Words = {
  severity: 'error',
  message: {
    it: 'Qui il diagramma può girare in tondo senza attendere nulla.',
    en: 'Here the diagram can run in a circle without waiting for anything.',
  },
  remedy: {
    it: 'Mettere nel giro un passo che attende, o toglierlo.',
    en: 'Put a step that waits into the circle, or remove it.',
  },
}

export function undecidedWords(states: number): { severity: 'warning'; message: Text; remedy: Text } {
  return {
    severity: 'warning',
    message: {
      it: `Non deciso entro ${states} stati: ciò che è segnalato è certo, ma altri difetti sono possibili.`,
      en: `Not decided within ${states} states: what is reported is certain, but there may be other faults.`,
    },
    remedy: {
      it: 'Dividere il diagramma, o ripetere il controllo con un limite più alto.',
      en: 'Divide the diagram, or check again with a higher limit.',
    },
  }
}
