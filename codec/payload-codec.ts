import { hkdfSync } from 'node:crypto'
import { promisify } from 'node:util'
import { constants, gunzip, gzip } from 'node:zlib'
import type { Payload, PayloadCodec, SerializationContext } from '@temporalio/common'
import proto from '@temporalio/proto'
import type { DataKey, Keys } from '../db/keys.ts'
import { seal, unseal } from '../db/sealing.ts'

const ENCODING = 'binary/encrypted'
const KEY_ID = 'encryption-key-id'
const COMPRESSION = 'compression'
const GZIP = 'gzip'

/** A plan is a hundred kilobytes of repetitive JSON and starts every case; what is small is not worth the time. */
const COMPRESSED_FROM = 1024

/** A step carries the case's whole view to an activity of the same process: packing and unpacking it cost more than its copy. */
const LOCAL_COMPRESSED_FROM = 256 * 1024

/** More than this is never unpacked: Temporal takes 2 MB a payload, and a small one must not fill the memory. */
const LARGEST = 8 * 1024 * 1024

const TOWN = /^[a-z-]+\/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(\/|$)/

/** A schedule encodes its argument for the id it was given, and starts workflows under that id with the time appended. */
const SCHEDULED = /-\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/

const PayloadMessage = proto.temporal.api.common.v1.Payload

/** A payload that this workflow cannot have been given: altered, moved from another workflow, or never encrypted. */
class PayloadRefused extends Error {
  readonly kind = 'payload-refused'
}

/** What a payload belongs to; authenticated with it. */
interface Place {
  namespace: string
  /** Of a local activity: what it is given never leaves the process, and what it answers is small. */
  isLocal: boolean
  /** Empty for what belongs to no workflow. */
  workflowId: string
}

/**
 * Encrypts every payload before it leaves the process: AES-256-GCM under a key of the workflow, derived from its municipality's data key. Namespace,
 * workflow id and key id are authenticated, so that a payload opens only where it was written. The municipality is read from the workflow id
 * (`case/<municipality>/<case>`); ids without one, and payloads without a workflow, are sealed with the installation's key.
 */
export function createPayloadCodec(keys: Keys, namespace: string): PayloadCodec {
  const placeOf = (context?: SerializationContext): Place => ({
    namespace: context?.namespace ?? namespace,
    workflowId: (context?.workflowId ?? '').replace(SCHEDULED, ''),
    isLocal: context?.type === 'activity' && context.isLocal,
  })
  return {
    encode: (payloads, context) => {
      const place = placeOf(context)
      return Promise.all(payloads.map(payload => encrypt(keys, place, payload)))
    },
    decode: (payloads, context) => {
      const place = placeOf(context)
      return Promise.all(payloads.map(payload => decrypt(keys, place, payload)))
    },
  }
}

async function encrypt(keys: Keys, place: Place, payload: Payload): Promise<Payload> {
  const dataKey = await sealingKey(keys, place)
  const clear = PayloadMessage.encode(payload).finish()
  const isCompressed =
    clear.length >= (place.isLocal ? LOCAL_COMPRESSED_FROM : COMPRESSED_FROM) && clear.length <= LARGEST
  const packed = isCompressed ? await compress(clear, { level: constants.Z_BEST_SPEED }) : clear
  return {
    metadata: {
      encoding: Buffer.from(ENCODING),
      [KEY_ID]: Buffer.from(dataKey.id),
      ...(isCompressed ? { [COMPRESSION]: Buffer.from(GZIP) } : {}),
    },
    data: seal(keyFor(dataKey, place), packed, contextOf(dataKey, place) + (isCompressed ? GZIP : '')),
  }
}

const compress = promisify(gzip)
const decompress = promisify(gunzip)

async function decrypt(keys: Keys, place: Place, payload: Payload): Promise<Payload> {
  const encoding = text(payload.metadata?.['encoding'])
  if (encoding !== ENCODING) {
    throw new PayloadRefused(`A payload of ${nameOf(place)} is not encrypted (encoding ${encoding || 'none'})`)
  }
  const id = text(payload.metadata?.[KEY_ID])
  const candidates = await openingKeys(keys, place, id)
  if (candidates.length === 0)
    throw new PayloadRefused(`A payload of ${nameOf(place)} names the key ${id}, which is not its own`)
  const compression = text(payload.metadata?.[COMPRESSION])
  let cause: unknown
  for (const { dataKey, place: bound } of candidates) {
    try {
      // How it was packed is authenticated with it.
      const context = contextOf(dataKey, bound) + compression
      const packed = unseal(keyFor(dataKey, bound), payload.data ?? new Uint8Array(), context)
      return PayloadMessage.decode(
        compression === GZIP ? await decompress(packed, { maxOutputLength: LARGEST }) : packed,
      )
    } catch (error) {
      cause = error
    }
  }
  throw new PayloadRefused(`A payload of ${nameOf(place)} was altered, or written for another workflow`, { cause })
}

async function sealingKey(keys: Keys, place: Place): Promise<DataKey> {
  const town = townOf(place)
  const dataKey = town === null ? keys.installationKeys()[0] : await keys.activeKey(town)
  if (dataKey === undefined) throw new Error('The installation has no key')
  return dataKey
}

/** The SDK encodes a few failures without saying whose they are, yet decodes them inside a workflow: those are sealed for no workflow. */
async function openingKeys(keys: Keys, place: Place, id: string): Promise<{ dataKey: DataKey; place: Place }[]> {
  const installation = keys.installationKeys().find(key => key.id === id)
  if (installation !== undefined) {
    return [place, { ...place, workflowId: '' }].map(bound => ({ dataKey: installation, place: bound }))
  }
  const town = townOf(place)
  const dataKey = town === null || !UUID.test(id) ? null : await keys.keyById(town, id)
  return dataKey === null ? [] : [{ dataKey, place }]
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

function townOf({ workflowId }: Place): string | null {
  return TOWN.exec(workflowId)?.[1] ?? null
}

/** A key of its own for each workflow: one key never seals so much that random nonces could meet. */
function keyFor(dataKey: DataKey, place: Place): Buffer {
  const derived = derivedKeys.get(dataKey) ?? new Map<string, Buffer>()
  derivedKeys.set(dataKey, derived)
  const context = contextOf(dataKey, place)
  const known = derived.get(context)
  if (known !== undefined) return known
  const key = Buffer.from(hkdfSync('sha256', dataKey.key, '', context, 32))
  // A case's payloads come in a row; what was derived long ago may be derived again.
  if (derived.size >= KEPT_KEYS) derived.clear()
  derived.set(context, key)
  return key
}

const KEPT_KEYS = 2_000
const derivedKeys = new WeakMap<DataKey, Map<string, Buffer>>()

const contextOf = (dataKey: DataKey, { namespace, workflowId }: Place) =>
  JSON.stringify(['iter payload', namespace, workflowId, dataKey.id])

const nameOf = ({ workflowId }: Place) => (workflowId === '' ? 'no workflow' : workflowId)

const text = (bytes: Uint8Array | null | undefined) => (bytes ? Buffer.from(bytes).toString() : '')
