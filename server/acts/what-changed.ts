import { and, desc, eq, inArray } from 'drizzle-orm'

import type { Tx } from '../../db/client.ts'
import { caseEvent } from '../../db/schema/projections.ts'
import { actNames } from '../api/acts.ts'
import { namesOfPeople } from '../reading/names.ts'
import type { Staff } from '../sign-in/staff.ts'
import { rules } from './rules.ts'

type Event = typeof caseEvent.$inferSelect

const telling = [
  'act',
  'task-completed',
  'task-opened',
  'message-received',
  'incident-raised',
  'timer-fired',
  'work-done',
  'ended',
] as const satisfies Event['type'][]

const time = new Intl.DateTimeFormat('it-IT', { hour: '2-digit', minute: '2-digit', timeZone: 'Europe/Rome' })

/** The latest thing that happened to a case, for who decided on what stood there before: "«Riprova» di Anna Riva alle 10:42". */
export async function whatChanged(tx: Tx, staff: Staff, municipality: string, caseId: string): Promise<string | null> {
  const [last] = await tx
    .select()
    .from(caseEvent)
    .where(
      and(
        eq(caseEvent.municipalityId, municipality),
        eq(caseEvent.caseId, caseId),
        inArray(caseEvent.type, [...telling]),
      ),
    )
    .orderBy(desc(caseEvent.idx))
    .limit(1)
  if (!last) return null
  const at = ` alle ${time.format(new Date(last.at))}`
  const office = last.confidentialOffice
  if (office !== null && !staff.officesIn(municipality).includes(office)) return `è andato avanti un altro ufficio${at}`
  const names = await namesOfPeople(tx, [last.actor?.id ?? null])
  const who = names.get(last.actor?.id ?? '')
  return sentenceOf(last, who ? ` (${who})` : '') + at
}

const sentences: Partial<Record<Event['type'], (step: string) => string>> = {
  'task-opened': step => `aperta l’attività ${step}`,
  'message-received': () => 'arrivata una comunicazione',
  'incident-raised': step => `${step} si è bloccato`,
  'timer-fired': step => `scaduta l’attesa ${step}`,
  'work-done': step => `${step} è riuscito`,
  ended: () => 'la pratica si è conclusa',
}

function sentenceOf(event: Event, by: string): string {
  const step = `«${event.name ?? ''}»`
  if (event.type === 'act') return `${actOf(event)}${by}`
  if (event.type === 'task-completed') return `conclusa l’attività ${step}${by}`
  return sentences[event.type]?.(step) ?? 'la pratica è andata avanti'
}

const onTasks: Record<string, string> = {
  claim: 'attività presa in carico',
  release: 'attività rilasciata',
  complete: 'attività conclusa',
}

function actOf({ detail }: Event): string {
  const done = detail['act']
  const name = actNames.find(one => one === done)
  if (name) return `«${rules[name].label.it}»`
  return (typeof done === 'string' ? onTasks[done] : undefined) ?? 'un atto dell’ufficio'
}
