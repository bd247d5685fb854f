import type { Text } from '../../engine/json.ts'
import type { ActName } from '../api/acts.ts'

/** What each act does in general: shown before its own preview has come, and in its place when the case does not answer. */
export const previews: Record<ActName, (step: string) => Text> = {
  retry: step => ({
    it: `Il passo «${step}» viene ripetuto con gli stessi dati. Se l'esterno è già stato toccato, prima si chiede che cosa è successo.`,
    en: `The step “${step}” runs again with the same data. If the outside was touched already, it is asked first what happened.`,
  }),
  amend: step => ({
    it: `I dati corretti sostituiscono quelli della pratica, poi il passo «${step}» viene ripetuto. Il valore di prima resta nel registro.`,
    en: `The corrected data replace those of the case, then the step “${step}” runs again. The former value stays on the register.`,
  }),
  'record-outcome': step => ({
    it: `Il passo «${step}» si considera riuscito con l'esito che scrivi. Resta scritto chi lo ha registrato e da dove lo sa.`,
    en: `The step “${step}” counts as done with the outcome you state. It stays written who recorded it and how they know.`,
  }),
  'not-done': step => ({
    it: `Dichiari di avere verificato che «${step}» non ha avuto effetto all'esterno: il passo viene ripetuto come nuovo tentativo.`,
    en: `You state that you checked that “${step}” had no effect outside: the step is repeated as a new attempt.`,
  }),
  suspend: () => ({
    it: 'La pratica si ferma dove si trova. I termini di legge continuano a correre.',
    en: 'The case stops where it is. The terms of law go on running.',
  }),
  resume: () => ({
    it: 'La pratica riparte da dove si era fermata.',
    en: 'The case goes on from where it stopped.',
  }),
  reassign: step => ({
    it: `L'attività «${step}» passa a un'altra persona o a un altro ufficio.`,
    en: `The task “${step}” goes to another person or another office.`,
  }),
  move: step => ({
    it: `La pratica lascia il passo «${step}» senza concluderlo e va a un altro dello stesso livello.`,
    en: `The case leaves the step “${step}” without finishing it and goes to another one of the same level.`,
  }),
  message: () => ({
    it: 'La pratica riceve la comunicazione dall’ufficio, come se arrivasse da fuori, e va avanti.',
    en: 'The case gets the message from the office, as if it came from outside, and goes on.',
  }),
  close: () => ({
    it: 'La pratica finisce qui: attività e attese vengono chiuse, gli avvisi non pagati annullati.',
    en: 'The case ends here: tasks and waits are closed, unpaid notices annulled.',
  }),
}
