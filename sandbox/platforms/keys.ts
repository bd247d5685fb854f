import { createPrivateKey, generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { towns } from './towns.ts'
import { selfSign } from './x509.ts'

const signerSchema = z.object({ privateKeyPem: z.string(), certificatePem: z.string() })

const keysSchema = z.object({
  spid: signerSchema,
  cie: signerSchema,
  /** Nobody's key: signs what a tampered answer must not be accepted for. */
  stranger: signerSchema,
  pdndPem: z.string(),
  staffPem: z.string(),
  cookieKey: z.string(),
  clients: z.record(z.string(), z.object({ clientId: z.string(), kid: z.string(), privateKeyPem: z.string() })),
})

/** A key with the certificate that lets others check its signatures. */
export type Signer = z.infer<typeof signerSchema>

/** The keys of the sandbox, made once for each data folder. */
export type Keys = z.infer<typeof keysSchema>

/** Reads keys.json of the data folder, or makes the keys and writes it. */
export function openKeys(dataDir: string, now: () => Date): Keys {
  const file = join(dataDir, 'keys.json')
  if (existsSync(file)) return keysSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  const keys = makeKeys(now())
  writePrivate(file, keys)
  return keys
}

/** Writes JSON readable by this user only; whole or not at all. */
export function writePrivate(file: string, value: unknown): void {
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(`${file}.new`, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 })
  renameSync(`${file}.new`, file)
}

function makeKeys(now: Date): Keys {
  return {
    spid: makeSigner('Sandbox SPID identity provider', now),
    cie: makeSigner('Sandbox CIE identity provider', now),
    stranger: makeSigner('Sandbox SPID identity provider', now),
    pdndPem: makeKey(),
    staffPem: makeKey(),
    cookieKey: randomBytes(32).toString('hex'),
    clients: Object.fromEntries(
      towns.map(town => [town.code, { clientId: randomUUID(), kid: `${town.ipaCode}-1`, privateKeyPem: makeKey() }]),
    ),
  }
}

function makeSigner(commonName: string, now: Date): Signer {
  const privateKeyPem = makeKey()
  const tenYears = new Date(now)
  tenYears.setUTCFullYear(now.getUTCFullYear() + 10)
  const dayBefore = new Date(now.getTime() - 86_400_000)
  const certificatePem = selfSign(createPrivateKey(privateKeyPem), {
    commonName,
    organization: 'Iter sandbox',
    from: dayBefore,
    to: tenYears,
  })
  return { privateKeyPem, certificatePem }
}

function makeKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}
