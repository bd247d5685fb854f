import type { FieldError } from '../http/problem.ts'

export interface Planned {
  person: string
  substitute: string
  firstDay: string
  lastDay: string
}

interface Known {
  today: string
  /** Who works on tasks in the town. */
  people: readonly string[]
  /** Absences that are not over. */
  absences: readonly { personId: string; substituteId: string; firstDay: string; lastDay: string }[]
}

const longestDays = 366
const dayMilliseconds = 86_400_000

/** What is wrong with an absence that somebody wants to arrange, field by field; nothing when it is well. */
export function faultsOf(planned: Planned, { today, people, absences }: Known): FieldError[] {
  const { person, substitute, firstDay, lastDay } = planned
  const meanwhile = absences.filter(one => one.firstDay <= lastDay && firstDay <= one.lastDay)
  const length = (Date.parse(lastDay) - Date.parse(firstDay)) / dayMilliseconds
  const rules: [boolean, string, string][] = [
    [!people.includes(person), 'person', 'Questa persona non lavora le attività del comune.'],
    [!people.includes(substitute), 'substitute', 'Questa persona non lavora le attività del comune.'],
    [person === substitute, 'substitute', 'Chi sostituisce deve essere un’altra persona.'],
    [lastDay < firstDay, 'lastDay', 'L’ultimo giorno viene prima del primo.'],
    [lastDay < today, 'lastDay', 'Questi giorni sono già passati.'],
    [length > longestDays, 'lastDay', 'Al massimo un anno: poi va passato il lavoro.'],
    [meanwhile.some(one => one.personId === person), 'firstDay', 'In questi giorni c’è già un’assenza.'],
    [
      meanwhile.some(one => one.personId === substitute),
      'substitute',
      'In questi giorni anche questa persona è assente.',
    ],
    [meanwhile.some(one => one.substituteId === person), 'person', 'In questi giorni sostituisce un’altra persona.'],
  ]
  return rules.filter(([isBroken]) => isBroken).map(([, path, message]) => ({ path, message }))
}
