import { randomUUID } from 'node:crypto'

import { publishCase } from '../../db/queries/publish-case.ts'
import { canteenList, school, schoolClass } from '../../db/schema/canteen.ts'
import { caseCounter } from '../../db/schema/cases.ts'
import { municipality, office } from '../../db/schema/municipalities.ts'
import { messageOut, notice } from '../../db/schema/payments.ts'
import { platformHealth } from '../../db/schema/platforms.ts'
import { fiscalCodeOf } from '../../sandbox/platforms/fiscal-code.ts'
import { aPublication, anIncident, aTask, aView } from '../db/fixtures.ts'
import { bearer } from '../server/api.ts'
import type { Api, Browser } from '../server/api.ts'
import { aRequest } from '../server/procedure.ts'
import { aPdf, aTable } from './samples.ts'

/** A town in which every text, number and id tells whose it is. */
export interface Town {
  index: number
  id: string
  /** Stands in each of its texts. */
  marker: string
  token: string
  clerk: Browser
  supervisor: Browser
  administrator: Browser
  cases: string[]
  documents: string[]
  imports: string[]
  fares: string[]
  /** Requests that may have made a case: never fewer than there are. */
  attempts: number
}

const two = (index: number): string => String(index).padStart(2, '0')
export const markerOf = (index: number): string => `tw${two(index)}q`
/** A sum that no other town has: 7 million and some euros. */
export const centsOf = (index: number): number => Number(`70${two(index)}0${two(index)}`)

/** Two people of a town: valid fiscal codes, by the year of birth nobody else's. */
export function peopleOf(index: number) {
  const person = (firstName: string, year: number) => {
    const birth = { firstName, lastName: `Cognome${markerOf(index)}`, sex: 'F' as const, birthPlace: 'D142' }
    const fiscalCode = fiscalCodeOf({ ...birth, lastName: 'Cognome', birthDate: `${year}-01-${two(1 + (index % 28))}` })
    return { firstName, lastName: birth.lastName, fiscalCode }
  }
  return { applicant: person('Anna', 1950 + index), child: person('Luca', 1950 + index) }
}

export const requestOf = (index: number) =>
  aRequest({
    ...peopleOf(index),
    school: { class: `2${markerOf(index)}` },
    diet: { kind: 'medical', notes: `celiachia ${markerOf(index)}` },
    isee: { valueCents: centsOf(index) },
  })

/** A whole town: offices, staff, a portal, school, fares, platforms, cases with tasks and failures, documents, payments, a file. */
export async function aMarkedTown(api: Api, index: number): Promise<Town> {
  const marker = markerOf(index)
  const id = await aMunicipality(api, index)
  const administrator = await api.signIn({ role: 'administrator', town: id }, { role: 'auditor', town: id })
  const clerk = await api.signIn({ role: 'clerk', office: 'scuola', town: id })
  const supervisor = await api.signIn({ role: 'supervisor', town: id })
  for (const { personId } of [administrator, clerk, supervisor])
    await api.database.asSuperuser('update person set name = $1 where id = $2', [`Persona ${marker}`, personId])
  const none = { cases: [], documents: [], imports: [], fares: [], attempts: 0 }
  const token = await api.token(['cases', 'receipts'], id)
  const town: Town = { index, id, marker, token, clerk, supervisor, administrator, ...none }
  for (let count = 0; count < 2; count += 1) await aMarkedCase(api, town)
  await aMarkedFare(town)
  await administrator.send('PUT', `/api/v1/municipalities/${id}/platforms/io`, {
    baseUrl: `http://127.0.0.1:1/${marker}`,
    settings: { serviceId: marker },
    keyExpiresAt: null,
  })
  await clerk.send('POST', '/api/v1/imports', aMarkedFile(town)).then(({ body }) => town.imports.push(body.id))
  return town
}

async function aMunicipality(api: Api, index: number): Promise<string> {
  const [id, marker] = [randomUUID(), markerOf(index)]
  const names = { id, name: `Comune ${marker}`, code: `9900${two(index)}`, ipaCode: `c_${marker}` }
  await api.database.db.global(tx =>
    tx.insert(municipality).values({ ...names, fiscalCode: '00000000000', province: 'CR' }),
  )
  await api.database.db.withTenants([id], async tx => {
    const of = { municipalityId: id }
    await tx.insert(office).values([
      { ...of, code: 'scuola', name: `Ufficio scuola ${marker}` },
      { ...of, code: 'diete', name: `Ufficio diete ${marker}`, confidential: true },
    ])
    await tx.insert(school).values({ ...of, code: marker, name: `Scuola ${marker}` })
    await tx.insert(schoolClass).values({ ...of, schoolCode: marker, name: `2${marker}`, places: 25 })
    await tx.insert(caseCounter).values({ ...of, prefix: 'MENSA', year: 2026, last: index * 1000 })
    const health = { state: 'down' as const, since: '2026-09-01T00:00:00.000Z', lastError: `error ${marker}` }
    await tx.insert(platformHealth).values({ platform: 'io', municipalityId: id, ...health })
  })
  return id
}

async function aMarkedCase(api: Api, town: Town): Promise<void> {
  const { id: municipalityId, index, marker } = town
  town.attempts += 1
  const body = { procedure: 'canteen-enrolment', request: requestOf(index) }
  const filed = await bearer(api.origin, town.token).post('/api/v1/cases', body)
  const caseId: string = filed.body.id
  const { rows } = await api.database.asSuperuser('select document from case_view where case_id = $1', [caseId])
  const tasks = [
    aTask({ id: 'school#1', element: 'school', name: `Verifica ${marker}`, form: 'check-school' }),
    aTask({ id: 'diet#2', element: 'diet', name: `Dieta ${marker}`, office: 'diete', confidential: true }),
  ]
  const failure = {
    kind: 'unavailable' as const,
    code: 'io-down',
    message: `IO non risponde ${marker}`,
    platform: 'io',
  }
  const view = aView({ tasks, incidents: [anIncident({ failure })], phase: 'blocked', document: rows[0].document })
  const of = { municipalityId, caseId }
  await api.database.db.withTenants([municipalityId], async tx => {
    await publishCase(tx, aPublication({ town: municipalityId, id: caseId }, { revision: 3, rest: true, view }))
    const number = `${two(index)}${town.cases.length}`
    await tx.insert(notice).values({
      ...of,
      iupd: `${marker}${number}`,
      iuv: `02${number}00000000000`,
      nav: `302${number}0000000000`,
      cents: centsOf(index),
      dueDate: '2026-12-01',
      state: 'published',
      position: {},
    })
    await tx
      .insert(messageOut)
      .values({ ...of, channel: 'io', template: 't', subject: `Avviso ${marker}`, state: 'sent' })
    const { fiscalCode, firstName, lastName } = peopleOf(index).child
    await tx.insert(canteenList).values({
      ...of,
      schoolYear: '2026/2027',
      childName: `${firstName} ${lastName}`,
      childFiscalCode: fiscalCode,
      schoolCode: marker,
      className: `2${marker}`,
      days: ['mon'],
      startsOn: '2026-09-14',
    })
  })
  const file = { name: `${marker}.pdf`, kind: 'attachment', mediaType: 'application/pdf', content: markedPdf(marker) }
  const added = await town.clerk.send('POST', `/api/v1/cases/${caseId}/documents`, file)
  town.cases.push(caseId)
  town.documents.push(added.body.id)
}

export const markedPdf = (marker: string): string =>
  Buffer.concat([Buffer.from(aPdf, 'base64'), Buffer.from(marker)]).toString('base64')

async function aMarkedFare({ id, index, marker, supervisor, fares }: Town): Promise<void> {
  const rules = [{ inputs: ['-'], outputs: [String(centsOf(index))], text: `Tutti ${marker}` }]
  const draft = { key: 'fare', resolution: `DGC ${marker}`, validFrom: '2026-09-01', table: { ...aTable, rules } }
  const { body } = await supervisor.send('POST', `/api/v1/municipalities/${id}/fares`, draft)
  fares.push(body.id)
}

const header =
  'anno_scolastico;nome_richiedente;cognome_richiedente;cf_richiedente;nome_bambino;cognome_bambino;cf_bambino;classe;giorni;note_dieta'

/** A file with one good and one bad row, of this town alone. */
export function aMarkedFile(town: Town): FormData {
  const { applicant, child } = peopleOf(town.index)
  const row = (code: string) =>
    ['2026/2027', applicant.firstName, applicant.lastName, applicant.fiscalCode, child.firstName, child.lastName, code]
      .concat([`3${town.marker}`, 'lun', `asma ${town.marker}`])
      .join(';')
  const form = new FormData()
  form.set('municipality', town.id)
  form.set('procedure', 'canteen-enrolment')
  const lines = [header, row(child.fiscalCode), row(`XXX${town.marker}${randomUUID().slice(0, 4)}`), '']
  form.set('file', new Blob([lines.join('\r\n')]), `${town.marker}.csv`)
  return form
}
