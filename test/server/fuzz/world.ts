import { randomUUID } from 'node:crypto'

import { publishCase } from '../../../db/queries/publish-case.ts'
import type { Role } from '../../../server/api/common.ts'
import { aPublication, aTask, aView } from '../../db/fixtures.ts'
import { judgedAt, somePayments } from '../../support/payment-facts.ts'
import { bearer } from '../api.ts'
import type { Api, Browser } from '../api.ts'
import { aRequest, publishSample } from '../procedure.ts'

const roles: Role[] = ['clerk', 'supervisor', 'accountant', 'analyst', 'auditor', 'administrator']

/** Somebody who may do everything in one town. */
export const everybody = (api: Api): Promise<Browser> =>
  api.signIn(...roles.map(role => (role === 'clerk' ? { role, office: 'scuola' } : { role })))

export const csvFile =
  'anno_scolastico;nome_richiedente;cognome_richiedente;cf_richiedente;nome_bambino;cognome_bambino;cf_bambino;classe;giorni\n' +
  '2026/2027;Anna;Rossi;RSSNNA80A41F205O;Luca;Rossi;XXX;2B;lun\n'

/** A town with one of everything, so that requests get past the first look: parameter or member -> values that are there. */
export async function furnish(api: Api): Promise<Record<string, string[]>> {
  await publishSample(api.database)
  // An answer that nobody gives would be waited for.
  api.deps.answers.wait = () => Promise.resolve(null)
  const portal = bearer(api.origin, await api.token())
  const filed = await portal.post('/api/v1/cases', { procedure: 'canteen-enrolment', request: aRequest() })
  const caseId: string = filed.body.id
  const of = { town: api.town, id: caseId }
  const view = aView({ tasks: [aTask({ id: 'check#1', form: 'check-school', office: 'scuola' })] })
  await api.database.db.withTenants([api.town], tx => publishCase(tx, aPublication(of, { view })))
  const clerk = await everybody(api)
  const at = (path: string) => `/api/v1/municipalities/${api.town}${path}`
  const document = await clerk.send('POST', `/api/v1/cases/${caseId}/documents`, {
    name: 'a.pdf',
    kind: 'other',
    mediaType: 'application/pdf',
    content: Buffer.from('%PDF-1.7').toString('base64'),
  })
  const form = new FormData()
  form.set('municipality', api.town)
  form.set('procedure', 'canteen-enrolment')
  form.set('file', new Blob([csvFile]), 'a.csv')
  const file = await clerk.send('POST', '/api/v1/imports', form)
  const staff = await clerk.send('POST', at('/staff'), {
    name: 'Ida',
    email: 'ida@example.org',
    role: 'clerk',
    office: 'scuola',
  })
  const token = await clerk.send('POST', at('/service-tokens'), {
    name: 'Portale',
    scopes: ['cases'],
    expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
  })
  const paid = await somePayments(api.database, api.town)
  const { entryId, assignmentId } = await paid.assigned()
  return {
    paymentId: [paid.paymentId],
    payment: [paid.paymentId],
    flowId: [paid.flowId],
    flow: [paid.flowId],
    fileId: [paid.journalId],
    entryId: [entryId, await paid.entryId()],
    assignmentId: [assignmentId],
    iuv: [paid.iuv],
    basedOn: [judgedAt],
    caseId: [caseId],
    taskId: ['check#1'],
    requestId: [randomUUID()],
    documentId: [document.body.id],
    importId: [file.body.id],
    membershipId: [staff.body.id],
    tokenId: [token.body.id],
    municipalityId: [api.town],
    municipality: [api.town],
    platform: ['register', 'anpr', 'pagopa', 'io', 'spid'],
    procedure: ['canteen-enrolment'],
    key: ['canteen-enrolment'],
    office: ['scuola', 'diete'],
  }
}
