import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { citizenByFiscalCode } from '../citizens.ts'
import { openJournal } from '../journal.ts'
import { storedMessageSchema, ulid, type NewMessage, type StoredMessage } from './message.ts'

const preferenceSchema = z.object({ onIo: z.boolean(), senderAllowed: z.boolean() })

const recordSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('message'), message: storedMessageSchema }),
  z.object({ type: z.literal('preference'), fiscalCode: z.string(), preference: preferenceSchema }),
])

/** Whether a citizen uses IO and lets the services write. */
export type Preference = z.infer<typeof preferenceSchema>

/** What IO remembers: messages and the citizens' preferences. */
export interface Mailbox {
  preference: (fiscalCode: string) => Preference
  setPreference: (fiscalCode: string, change: Partial<Preference>) => Preference
  accept: (fiscalCode: string, message: NewMessage, serviceId: string) => StoredMessage
  find: (fiscalCode: string, id: string) => StoredMessage | undefined
}

export function openMailbox(file: string, now: () => Date): Mailbox {
  const journal = openJournal(file, recordSchema)
  const messages = new Map<string, StoredMessage>()
  const preferences = new Map<string, Preference>()
  for (const entry of journal.entries) {
    if (entry.type === 'message') messages.set(entry.message.id, entry.message)
    else preferences.set(entry.fiscalCode, entry.preference)
  }
  const preferenceOf = (fiscalCode: string): Preference => preferences.get(fiscalCode) ?? defaultPreference(fiscalCode)
  return {
    preference: preferenceOf,
    setPreference: (fiscalCode, change) => {
      const preference = { ...preferenceOf(fiscalCode), ...change }
      journal.append({ type: 'preference', fiscalCode, preference })
      preferences.set(fiscalCode, preference)
      return preference
    },
    accept: (fiscalCode, message, serviceId) => {
      const { onIo, senderAllowed } = preferenceOf(fiscalCode)
      const stored: StoredMessage = {
        id: ulid(now(), randomBytes(16)),
        fiscal_code: fiscalCode,
        created_at: now().toISOString(),
        sender_service_id: serviceId,
        time_to_live: message.time_to_live,
        feature_level_type: message.feature_level_type,
        content: message.content,
        // As on the real platform: accepted all the same, rejected afterwards.
        status: onIo && senderAllowed ? 'PROCESSED' : 'REJECTED',
      }
      journal.append({ type: 'message', message: stored })
      messages.set(stored.id, stored)
      return stored
    },
    find: (fiscalCode, id) => {
      const message = messages.get(id)
      return message?.fiscal_code === fiscalCode ? message : undefined
    },
  }
}

function defaultPreference(fiscalCode: string): Preference {
  const citizen = citizenByFiscalCode(fiscalCode)
  return { onIo: citizen?.onIo ?? false, senderAllowed: citizen?.senderAllowed ?? false }
}
