import type { Tx } from '../../db/client.ts'
import type { Keys } from '../../db/keys.ts'
import { canteenSetting, school, schoolClass, schoolPupil } from '../../db/schema/canteen.ts'
import { office, platformSetting, serviceToken } from '../../db/schema/municipalities.ts'
import { newServiceToken } from '../../server/sign-in/service-token.ts'
import { citizenByFiscalCode, families } from '../platforms/citizens.ts'
import type { Town } from '../platforms/towns.ts'
import type { SandboxCredentials, TownCredentials } from './credentials.ts'
import { seedArrears } from './seed-arrears.ts'
import { seedFares } from './seed-fares.ts'
import { schools } from './schools.ts'
import { canteens, schoolYear } from './canteens.ts'
import { seedPaymentServices } from './payment-services.ts'

export interface FrontOfficeTown {
  municipalityId: string
  code: string
  fiscalCode: string
  name: string
  token: string
  /** Our SPID entity id, and where its responses are sent. */
  audience: string
  recipient: string
  schools: { code: string; name: string; classes: string[] }[]
}

interface Options {
  municipalityId: string
  town: Town
  credentials: SandboxCredentials
  keys: Keys
  /** The sandbox's page plays the front office: the browser carries the signed response there. */
  frontOfficeUrl: string
}

const offices = [
  { code: 'scuola', name: 'Ufficio scuola', confidential: false },
  { code: 'diete', name: 'Ufficio diete', confidential: true },
  { code: 'tutela', name: 'Servizi sociali', confidential: true },
  { code: 'ragioneria', name: 'Ragioneria', confidential: false },
  { code: 'tributi', name: 'Ufficio tributi', confidential: false },
]

/** One town with its offices, schools, canteen, fares, platforms and a front office's token. */
export async function seedTown(tx: Tx, options: Options): Promise<FrontOfficeTown> {
  const { municipalityId, town, credentials, keys, frontOfficeUrl } = options
  const { code, name, ipaCode, fiscalCode } = town
  const granted = credentials.towns.find(one => one.code === code)
  if (!granted) throw new Error(`The sandbox has no credentials for the town ${code}.`)
  await tx.insert(office).values(offices.map(one => ({ municipalityId, ...one })))
  await seedSchools(tx, municipalityId, code)
  const canteen = canteens[code]
  if (!canteen) throw new Error(`The demo has no canteen for the town ${code}.`)
  await tx.insert(canteenSetting).values({ municipalityId, ...canteen })
  await seedFares(tx, municipalityId, code)
  await seedArrears(tx, municipalityId, code)
  await seedPaymentServices(tx, municipalityId, code)
  const spid = { audience: `https://${ipaCode}.iter.sandbox`, recipient: `${frontOfficeUrl}/acs` }
  await seedPlatforms(tx, { municipalityId, granted, keys, spid })
  const token = await seedToken(tx, municipalityId)
  const listed = (schools[code] ?? []).map(one => ({ ...one, classes: one.classes.map(({ name }) => name) }))
  return { municipalityId, code, fiscalCode, name, token, ...spid, schools: listed }
}

async function seedSchools(tx: Tx, municipalityId: string, code: string): Promise<void> {
  for (const { classes, ...one } of schools[code] ?? []) {
    await tx.insert(school).values({ municipalityId, ...one })
    await tx.insert(schoolClass).values(classes.map(each => ({ municipalityId, schoolCode: one.code, ...each })))
  }
  const [first] = schools[code] ?? []
  const pupils = families
    .filter(family => family.townCode === code && first)
    .flatMap(family => family.children.map(child => ({ family, citizen: citizenByFiscalCode(child) })))
  const rows = pupils.flatMap(({ family, citizen }) =>
    citizen && first
      ? {
          municipalityId,
          schoolYear,
          schoolCode: first.code,
          className: family.className,
          fiscalCode: citizen.fiscalCode,
          firstName: citizen.firstName,
          lastName: citizen.lastName,
        }
      : [],
  )
  // The last child of each town is not on the school's list, so that somebody has to check.
  if (rows.length > 1) await tx.insert(schoolPupil).values(rows.slice(0, -1))
}

interface PlatformOptions {
  municipalityId: string
  granted: TownCredentials
  keys: Keys
  spid: { audience: string; recipient: string }
}

async function seedPlatforms(tx: Tx, { municipalityId, granted, keys, spid }: PlatformOptions): Promise<void> {
  const { io, pagopa, anpr, register } = granted
  const { baseUrl: payments, subscriptionKey, ...payee } = pagopa
  const { baseUrl: registry, clientId, kid, privateKeyPem, ...endpoints } = anpr
  const rows = [
    { platform: 'register', baseUrl: register.baseUrl, secrets: { token: register.token }, settings: {} },
    {
      platform: 'io',
      baseUrl: io.baseUrl,
      secrets: { subscriptionKey: io.subscriptionKey },
      settings: { serviceId: io.serviceId },
    },
    { platform: 'pagopa', baseUrl: payments, secrets: { subscriptionKey }, settings: payee },
    { platform: 'anpr', baseUrl: registry, secrets: { clientId, kid, privateKeyPem }, settings: endpoints },
    { platform: 'spid', baseUrl: '', secrets: {}, settings: spid },
  ]
  for (const { secrets, ...one } of rows) {
    const sealed = await keys.sealFor(municipalityId, JSON.stringify(secrets), `platform_setting/${one.platform}`)
    await tx.insert(platformSetting).values({ municipalityId, ...one, secrets: sealed, keyExpiresAt: keyExpiry })
  }
}

/** The sandbox's keys are good for a year from the demonstration's first school year. */
const keyExpiry = '2027-08-31T22:00:00.000Z'

async function seedToken(tx: Tx, municipalityId: string): Promise<string> {
  const { token, hash } = newServiceToken(municipalityId)
  const row = { municipalityId, name: 'Sportello telematico (sandbox)', hash, scopes: ['cases', 'receipts'] }
  await tx.insert(serviceToken).values(row)
  return token
}
