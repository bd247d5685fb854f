import type { PlanNode } from '../plan.ts'
import type { Obstacle } from './migration.ts'

type Place = Pick<PlanNode, 'id' | 'name'> | undefined

export const gone = (node: Place): Obstacle =>
  obstacle(node, {
    it: [
      'Il nuovo diagramma non ha più questo passo, e la pratica vi si trova.',
      'Indicare il passo che ne prende il posto, o attendere che la pratica lo lasci.',
    ],
    en: [
      'The new diagram has this step no more, and the case is there.',
      'Name the step that takes its place, or wait until the case has left it.',
    ],
  })

export const different = (node: Place, what: string): Obstacle =>
  obstacle(node, {
    it: [
      `Nel nuovo diagramma il passo è di un altro tipo (${what}).`,
      'Attendere che la pratica lo lasci, o indicare un passo dello stesso tipo.',
    ],
    en: [
      `In the new diagram the step is of another kind (${what}).`,
      'Wait until the case has left it, or name a step of the same kind.',
    ],
  })

export const elsewhere = (node: Place): Obstacle =>
  obstacle(node, {
    it: [
      'Nel nuovo diagramma il passo sta in un altro sottoprocesso rispetto a prima.',
      'Attendere che la pratica lo lasci, o indicare anche il sottoprocesso.',
    ],
    en: [
      'In the new diagram the step is in another sub-process than before.',
      'Wait until the case has left it, or map the sub-process, too.',
    ],
  })

export const renamedWork = (node: Place): Obstacle =>
  obstacle(node, {
    it: [
      'Il lavoro è già affidato fuori con il nome di prima: con un altro non si riconoscerebbe più la risposta.',
      'Tenere l’identificativo del passo, o attendere che il lavoro finisca.',
    ],
    en: [
      'The work has been given outside under its old id: under another its answer would not be known.',
      'Keep the step’s id, or wait until the work is done.',
    ],
  })

export const lostToken = (node: Place): Obstacle =>
  obstacle(node, {
    it: [
      'Un percorso attende qui di riunirsi agli altri, e nel nuovo diagramma la sua freccia non c’è più.',
      'Indicare la freccia che ne prende il posto.',
    ],
    en: [
      'A path waits here to be joined, and its flow is not in the new diagram.',
      'Name the flow that takes its place.',
    ],
  })

export const notUndoable = (node: Place): Obstacle =>
  obstacle(node, {
    it: [
      'È già stato eseguito e poteva essere annullato; nel nuovo diagramma non più.',
      'Lasciare nel nuovo diagramma l’attività che lo annulla.',
    ],
    en: [
      'It has been done and could be undone; in the new diagram it cannot.',
      'Keep the activity that undoes it in the new diagram.',
    ],
  })

export const undoing = (node: Place): Obstacle =>
  obstacle(node, {
    it: ['Un annullamento è in corso.', 'Attendere che sia concluso.'],
    en: ['Something is being undone.', 'Wait until that is done.'],
  })

export const badValue = (path: string, detail: string): Obstacle =>
  obstacle(undefined, {
    it: [`Il nuovo valore di «${path}» non si può calcolare: ${detail}`, 'Correggere la trasformazione dei dati.'],
    en: [`The new value of "${path}" cannot be computed: ${detail}`, 'Correct the transformation of the data.'],
  })

export const ended = (): Obstacle =>
  obstacle(undefined, {
    it: ['La pratica è già conclusa.', 'Non c’è più nulla da spostare.'],
    en: ['The case has ended.', 'There is nothing left to move.'],
  })

function obstacle(node: Place, words: { it: [string, string]; en: [string, string] }): Obstacle {
  const message = { it: words.it[0], en: words.en[0] }
  const remedy = { it: words.it[1], en: words.en[1] }
  return { element: node?.id ?? null, name: node?.name ?? null, message, remedy }
}
