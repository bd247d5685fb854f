import { createHash, hkdfSync, randomBytes, randomUUID } from 'node:crypto'
import type { Db } from './client.ts'
import { activeDataKey } from './queries/active-data-key.ts'
import { addDataKey } from './queries/add-data-key.ts'
import { findDataKey } from './queries/find-data-key.ts'
import type { WrappedKey } from './queries/find-data-key.ts'
import { Unsealable, seal, unseal } from './sealing.ts'

const VERSION = 1
const KEY_ID_BYTES = 16
const HEADER = 1 + KEY_ID_BYTES
/** How long another process may go on sealing with a key that was replaced: harmless, the old one still opens. */
const ACTIVE_FOR_MS = 60_000

export interface KeysConfig {
  /**
   * Where the wrapped keys are. Keys are asked for inside other transactions: give them a small pool of their own (`max: 2`), else a full
   * pool waits for itself.
   */
  db: Db
  /** 32 bytes; wraps the data keys and never touches data. */
  masterKey: Buffer
  /** Earlier master keys, while data keys wrapped by them are left. */
  previousMasterKeys?: Buffer[]
}

/** A town's key, or the installation's. */
export interface DataKey {
  id: string
  key: Buffer
}

export interface Keys {
  /** Seals for a town. `context` says what it is and where it belongs (`identity_evidence/<id>`); opening elsewhere fails. */
  sealFor(municipality: string, clear: Uint8Array | string, context: string): Promise<Buffer>
  /** Throws `Unsealable` when altered, moved to another row or town, or sealed with a key that is gone. */
  openFor(municipality: string, sealed: Uint8Array, context: string): Promise<Buffer>
  /** The key to seal with now; made when the town has none. */
  activeKey(municipality: string): Promise<DataKey>
  /** The key something was sealed with; null when the town has no such key. */
  keyById(municipality: string, id: string): Promise<DataKey | null>
  /** For what belongs to no town; derived from the master key, hence it changes with it. */
  installationKeys(): DataKey[]
  /** A new key from now on; the old ones only open. */
  rotate(municipality: string): Promise<void>
}

/** Envelope encryption: the master key wraps one data key a town (and the older ones), the data keys seal. */
export function createKeys(config: KeysConfig): Keys {
  const masters = [config.masterKey, ...(config.previousMasterKeys ?? [])].map(masterOf)
  const [current] = masters
  if (current === undefined) throw new Error('No master key')
  const byId = new Map<string, DataKey>()
  const active = new Map<string, { key: DataKey; until: number }>()

  const remember = (municipality: string, wrapped: WrappedKey): DataKey => {
    const key = { id: wrapped.keyId, key: unwrap(masters, municipality, wrapped) }
    byId.set(`${municipality}/${key.id}`, key)
    return key
  }
  const makeKey = (municipality: string): WrappedKey => {
    const keyId = randomUUID()
    const wrapped = seal(current.key, randomBytes(32), wrapContext(municipality, keyId))
    return { keyId, wrapped: Buffer.concat([current.fingerprint, wrapped]) }
  }
  const activeKey = async (municipality: string): Promise<DataKey> => {
    const cached = active.get(municipality)
    if (cached !== undefined && cached.until > Date.now()) return cached.key
    const wrapped = await config.db.withTenants([municipality], tx =>
      activeDataKey(tx, municipality, () => makeKey(municipality)),
    )
    const key = remember(municipality, wrapped)
    active.set(municipality, { key, until: Date.now() + ACTIVE_FOR_MS })
    return key
  }
  const keyById = async (municipality: string, id: string): Promise<DataKey | null> => {
    const cached = byId.get(`${municipality}/${id}`)
    if (cached !== undefined) return cached
    const wrapped = await config.db.withTenants([municipality], tx => findDataKey(tx, municipality, id))
    return wrapped === null ? null : remember(municipality, wrapped)
  }

  return {
    activeKey,
    keyById,
    installationKeys: () => masters.map(({ installation }) => installation),
    async sealFor(municipality, clear, context) {
      const { id, key } = await activeKey(municipality)
      const header = Buffer.concat([Buffer.from([VERSION]), Buffer.from(id.replaceAll('-', ''), 'hex')])
      const bytes = typeof clear === 'string' ? Buffer.from(clear) : clear
      return Buffer.concat([header, seal(key, bytes, sealContext(municipality, id, context))])
    },
    async openFor(municipality, sealed, context) {
      const id = keyIdOf(sealed)
      const found = await keyById(municipality, id)
      if (found === null) throw new Unsealable(`Sealed with the key ${id}, which this municipality does not have`)
      return unseal(found.key, sealed.subarray(HEADER), sealContext(municipality, id, context))
    },
    async rotate(municipality) {
      await config.db.withTenants([municipality], tx => addDataKey(tx, municipality, makeKey(municipality)))
      active.delete(municipality)
    },
  }
}

interface Master {
  key: Buffer
  /** First bytes of its hash: says which master key wrapped a data key, and nothing else. */
  fingerprint: Buffer
  installation: DataKey
}

const FINGERPRINT = 8

function masterOf(key: Buffer): Master {
  if (key.length !== 32)
    throw new Error(`A master key has 32 bytes, not ${key.length} (ITER_MASTER_KEY is their base64)`)
  const fingerprint = createHash('sha256').update('iter master key').update(key).digest().subarray(0, FINGERPRINT)
  const installation = Buffer.from(hkdfSync('sha256', key, '', 'iter installation key', 32))
  return { key, fingerprint, installation: { id: `installation-${fingerprint.toString('hex')}`, key: installation } }
}

function unwrap(masters: Master[], municipality: string, { keyId, wrapped }: WrappedKey): Buffer {
  const master = masters.find(({ fingerprint }) => fingerprint.equals(wrapped.subarray(0, FINGERPRINT)))
  if (master === undefined) {
    throw new Unsealable(
      `The data key ${keyId} was wrapped by another master key: give the earlier ITER_MASTER_KEY too`,
    )
  }
  return unseal(master.key, wrapped.subarray(FINGERPRINT), wrapContext(municipality, keyId))
}

const wrapContext = (municipality: string, keyId: string) => `iter data key ${municipality} ${keyId}`

const sealContext = (municipality: string, keyId: string, context: string) => `${municipality} ${keyId} ${context}`

function keyIdOf(sealed: Uint8Array): string {
  if (sealed.length < HEADER || sealed[0] !== VERSION)
    throw new Unsealable('These bytes were not sealed by this program')
  const hex = Buffer.from(sealed.subarray(1, HEADER)).toString('hex')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
