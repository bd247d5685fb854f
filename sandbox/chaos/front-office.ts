import { z } from 'zod'
import { caseSchema, createdSchema, type FrontOfficeTown } from '../page/front-office.ts'
import { type Answer, call, type Journal, persist } from './journal.ts'
import type { Story } from './stories.ts'

/** A portal that files requests and passes messages on, with retries under the same key, as portals must. */
export interface FrontOffice {
  file: (story: Story) => Promise<z.output<typeof createdSchema>>
  send: (caseId: string, key: string, message: { name: string; data: object }) => Promise<Answer>
  look: (caseId: string) => Promise<z.output<typeof caseSchema> | null>
}

interface Options {
  apiUrl: string
  /** The sandbox's control, which signs identities. */
  sandboxUrl: string
  town: FrontOfficeTown
  journal: Journal
  signal: AbortSignal
}

const signed = z.object({ response: z.string(), requestId: z.string() })

export function createFrontOffice(options: Options): FrontOffice {
  const { apiUrl, sandboxUrl, town, journal, signal } = options
  const headers = { authorization: `Bearer ${town.token}`, 'content-type': 'application/json' }

  const post = async (path: string, key: string, body: unknown, what: string) =>
    persist(async () => {
      const init = { method: 'POST', headers: { ...headers, 'idempotency-key': key }, body: JSON.stringify(body) }
      const answer = await call(`${apiUrl}/api/v1${path}`, init)
      journal.note({ at: new Date().toISOString(), who: town.code, what, key, status: answer.status })
      return answer
    }, signal)

  const identity = async (story: Story) => {
    const { audience, recipient } = town
    const asked = { fiscalCode: story.applicant.fiscalCode, level: 2, audience, recipient, requestId: `_${story.key}` }
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(asked) }
    const { body } = await persist(() => call(`${sandboxUrl}/sign`, init), signal)
    return { method: 'SPID', ...signed.parse(body) }
  }

  return {
    file: async story => {
      const request = { ...story.request, ...(story.signsIn && { identity: await identity(story) }) }
      const answer = await post('/cases', story.key, { procedure: 'canteen-enrolment', request }, 'file')
      if (answer.status !== 201)
        throw new Error(`${story.key} was not accepted: ${answer.status} ${JSON.stringify(answer.body)}`)
      return createdSchema.parse(answer.body)
    },
    send: (caseId, key, message) => post(`/cases/${caseId}/messages`, key, message, message.name),
    look: async caseId => {
      const answer = await call(`${apiUrl}/api/v1/cases/${caseId}`, { headers })
      return answer.status === 200 ? caseSchema.parse(answer.body) : null
    },
  }
}
