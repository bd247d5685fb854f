import { z } from 'zod'

import { contract, scopes } from './contract.ts'
import {
  count,
  flag,
  id,
  instant,
  jsonObject,
  listQuery,
  localDate,
  long,
  municipalityParams,
  page,
  personRef,
  role,
  short,
} from './common.ts'

export const platforms = ['spid', 'anpr', 'pagopa', 'io', 'register'] as const

const health = z.enum(['ok', 'failing', 'unknown'])

export const municipalityRow = z
  .object({
    id,
    code: short,
    name: short,
    province: short,
    ipaCode: short,
    fiscalCode: short,
    cases: z.object({ open: count, blocked: count, late: count }),
    platforms: z
      .array(z.object({ platform: z.enum(platforms), state: health, keyExpiresAt: localDate.nullable() }))
      .max(20),
  })
  .meta({ id: 'MunicipalityRow' })

export const office = z
  .object({ id, code: short, name: short, confidential: z.boolean(), members: count })
  .meta({ id: 'Office' })

export const staffRow = z
  .object({
    /** Of the membership. */
    id,
    person: personRef,
    email: short,
    active: z.boolean(),
    role,
    office: z.object({ code: short, name: short }).nullable(),
  })
  .meta({ id: 'StaffRow' })

export const serviceTokenRow = z
  .object({
    id,
    name: short,
    scopes: z.array(z.enum(scopes)).max(10),
    createdAt: instant,
    expiresAt: instant,
    revokedAt: instant.nullable(),
  })
  .meta({ id: 'ServiceToken' })

export const platformRow = z
  .object({
    id: short,
    platform: z.enum(platforms),
    baseUrl: z.string().max(500),
    /** Names of the secrets that are set; their values never leave the server. */
    secrets: z.array(short).max(50),
    settings: jsonObject,
    keyExpiresAt: localDate.nullable(),
    testedAt: instant.nullable(),
    testResult: z.object({ ok: z.boolean(), message: long }).nullable(),
    health: z.object({ state: health, since: instant.nullable(), lastError: long.nullable() }),
    revision: count,
  })
  .meta({ id: 'PlatformRow' })

const get = <Query extends z.ZodObject, Answer extends z.ZodType>(
  name: string,
  path: string,
  action: 'municipalities.read' | 'platforms.read' | 'staff.read' | 'service-tokens.manage',
  summary: string,
  query: Query,
  answer: Answer,
) =>
  contract({
    id: name,
    method: 'get',
    path,
    auth: 'session',
    action,
    tag: 'Comuni',
    summary,
    params: municipalityParams,
    query,
    answers: { 200: answer },
  })

const none = z.object({})

export const listMunicipalities = contract({
  id: 'listMunicipalities',
  method: 'get',
  path: '/municipalities',
  auth: 'session',
  action: 'municipalities.read',
  tag: 'Comuni',
  summary: 'I comuni di chi chiede, con lo stato delle piattaforme',
  query: listQuery,
  answers: { 200: page(municipalityRow) },
})

export const getMunicipality = get(
  'getMunicipality',
  '/municipalities/{municipalityId}',
  'municipalities.read',
  'Un comune',
  none,
  municipalityRow.extend({
    canteen: jsonObject,
    schools: z.array(z.object({ code: short, name: short, classes: z.array(short).max(200) })).max(200),
    paymentServices: z
      .array(z.object({ code: short, name: short }))
      .max(200)
      .describe('Per che cosa si può chiedere un pagamento'),
    canteenListTotal: count,
  }),
)

export const listOffices = get(
  'listOffices',
  '/municipalities/{municipalityId}/offices',
  'municipalities.read',
  'Gli uffici',
  none,
  page(office),
)

export const listStaff = get(
  'listStaff',
  '/municipalities/{municipalityId}/staff',
  'staff.read',
  'Il personale con ruolo e ufficio',
  z.object({
    office: short.optional(),
    active: flag.optional(),
    cursor: z.string().max(500).optional(),
    /** Roles, not people: somebody may have several. */
    limit: z.coerce.number().int().min(1).max(500).default(200).meta({ format: 'int32' }),
  }),
  page(staffRow),
)

export const addStaff = contract({
  id: 'addStaff',
  method: 'post',
  path: '/municipalities/{municipalityId}/staff',
  auth: 'session',
  action: 'staff.manage',
  tag: 'Comuni',
  summary: 'Dai un ruolo a una persona (riconosciuta dal suo indirizzo al primo accesso)',
  params: municipalityParams,
  body: z.strictObject({ name: short.min(1), email: z.email().max(200), role, office: short.nullable() }),
  answers: { 201: staffRow },
})

export const removeStaff = contract({
  id: 'removeStaff',
  method: 'delete',
  path: '/municipalities/{municipalityId}/staff/{membershipId}',
  auth: 'session',
  action: 'staff.manage',
  tag: 'Comuni',
  summary: 'Togli il ruolo a una persona',
  params: municipalityParams.extend({ membershipId: id }),
  answers: { 204: null },
})

export const listServiceTokens = get(
  'listServiceTokens',
  '/municipalities/{municipalityId}/service-tokens',
  'service-tokens.manage',
  'Chiavi dei portali che presentano domande',
  none,
  page(serviceTokenRow),
)

export const createServiceToken = contract({
  id: 'createServiceToken',
  method: 'post',
  path: '/municipalities/{municipalityId}/service-tokens',
  auth: 'session',
  action: 'service-tokens.manage',
  tag: 'Comuni',
  summary: 'Nuova chiave: si legge una volta sola',
  params: municipalityParams,
  body: z.strictObject({
    name: short.min(1),
    scopes: z.array(z.enum(scopes)).min(1).max(10),
    expiresAt: instant,
  }),
  answers: { 201: serviceTokenRow.extend({ token: short }) },
})

export const revokeServiceToken = contract({
  id: 'revokeServiceToken',
  method: 'delete',
  path: '/municipalities/{municipalityId}/service-tokens/{tokenId}',
  auth: 'session',
  action: 'service-tokens.manage',
  tag: 'Comuni',
  summary: 'Revoca una chiave',
  params: municipalityParams.extend({ tokenId: id }),
  answers: { 204: null },
})

export const listPlatforms = get(
  'listPlatforms',
  '/municipalities/{municipalityId}/platforms',
  'platforms.read',
  'Le piattaforme del comune: indirizzi, scadenze delle chiavi, ultima prova',
  none,
  page(platformRow),
)

const platformParams = municipalityParams.extend({ platform: z.enum(platforms) })

export const savePlatform = contract({
  id: 'savePlatform',
  method: 'put',
  path: '/municipalities/{municipalityId}/platforms/{platform}',
  auth: 'session',
  action: 'platforms.manage',
  tag: 'Comuni',
  summary: 'Cambia indirizzo, chiavi o dati pubblici di una piattaforma',
  params: platformParams,
  body: z.strictObject({
    baseUrl: z.url({ protocol: /^https?$/ }).max(500),
    /** Only the secrets to replace; the others stay. */
    secrets: z.record(short, z.string().min(1).max(20_000)).optional(),
    settings: jsonObject.optional(),
    keyExpiresAt: localDate.nullable(),
  }),
  answers: { 200: platformRow },
})

export const testPlatform = contract({
  id: 'testPlatform',
  method: 'post',
  path: '/municipalities/{municipalityId}/platforms/{platform}/test',
  auth: 'session',
  action: 'platforms.manage',
  tag: 'Comuni',
  summary: 'Prova collegamento',
  params: platformParams,
  body: z.strictObject({}),
  answers: { 200: z.object({ ok: z.boolean(), message: long, testedAt: instant }) },
})

export const getCanteenList = contract({
  id: 'getCanteenList',
  method: 'get',
  path: '/municipalities/{municipalityId}/canteen-list.csv',
  auth: 'session',
  action: 'canteen-lists.read',
  tag: 'Comuni',
  summary: 'Elenco della mensa per il gestore e la scuola (le diete solo come codice)',
  params: municipalityParams,
  query: z.object({ school: short.optional(), on: localDate.optional() }),
  answers: { 200: { file: 'text/csv' } },
})
