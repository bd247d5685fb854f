import type { Text } from '../../engine/json.ts'
import type { ActName } from '../api/acts.ts'
import type { Action } from '../permissions.ts'

interface Rule {
  /** The right that the act needs. */
  right: Action
  /** Words that its reason must have: what cannot be taken back, or rests on a person's word, is not explained in one. */
  reasonWords: 1 | 3
  label: Text
  tone: 'primary' | 'plain' | 'danger'
}

/** Every act of the staff on a case. */
export const rules = {
  retry: { right: 'incidents.resolve', reasonWords: 1, label: { it: 'Riprova', en: 'Retry' }, tone: 'primary' },
  amend: {
    right: 'incidents.resolve',
    reasonWords: 1,
    label: { it: 'Correggi e riprova', en: 'Correct and retry' },
    tone: 'plain',
  },
  'record-outcome': {
    right: 'incidents.resolve',
    reasonWords: 3,
    label: { it: 'Registra l’esito a mano', en: 'Record the outcome by hand' },
    tone: 'plain',
  },
  'not-done': {
    right: 'incidents.resolve',
    reasonWords: 3,
    label: { it: 'Non è avvenuto: ripeti', en: 'It did not happen: repeat' },
    tone: 'plain',
  },
  suspend: {
    right: 'cases.act',
    reasonWords: 1,
    label: { it: 'Interrompi la pratica', en: 'Stop the case' },
    tone: 'plain',
  },
  resume: {
    right: 'cases.act',
    reasonWords: 1,
    label: { it: 'Fai ripartire la pratica', en: 'Resume the case' },
    tone: 'primary',
  },
  reassign: {
    right: 'tasks.reassign',
    reasonWords: 1,
    label: { it: 'Passa ad altri', en: 'Hand over' },
    tone: 'plain',
  },
  move: {
    right: 'cases.move',
    reasonWords: 3,
    label: { it: 'Sposta a un altro passo', en: 'Move to another step' },
    tone: 'danger',
  },
  message: {
    right: 'cases.act',
    reasonWords: 1,
    label: { it: 'Comunica alla pratica', en: 'Tell the case' },
    tone: 'plain',
  },
  close: {
    right: 'cases.close',
    reasonWords: 3,
    label: { it: 'Chiudi la pratica', en: 'Close the case' },
    tone: 'danger',
  },
} as const satisfies Record<ActName, Rule>
