import { hkdfSync } from 'node:crypto'
import type { Payload, PayloadCodec, SerializationContext } from '@temporalio/common'
import proto from '@temporalio/proto'
import type { DataKey, Keys } from '../db/keys.ts'
import { seal, unseal } from '../db/sealing.ts'

const ENCODING = 'binary/encrypted'
const KEY_ID = 'encryption-key-id'
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
  return {
    metadata: { encoding: Buffer.from(ENCODING), [KEY_ID]: Buffer.from(dataKey.id) },
    data: seal(keyFor(dataKey, place), PayloadMessage.encode(payload).finish(), contextOf(dataKey, place)),
  }
}

async function decrypt(keys: Keys, place: Place, payload: Payload): Promise<Payload> {
  const encoding = text(payload.metadata?.['encoding'])
  if (encoding !== ENCODING) {
    throw new PayloadRefused(`A payload of ${nameOf(place)} is not encrypted (encoding ${encoding || 'none'})`)
  }
  const id = text(payload.metadata?.[KEY_ID])
  const candidates = await openingKeys(keys, place, id)
  if (candidates.length === 0)
    throw new PayloadRefused(`A payload of ${nameOf(place)} names the key ${id}, which is not its own`)
  let cause: unknown
  for (const { dataKey, place: bound } of candidates) {
    try {
      const clear = unseal(keyFor(dataKey, bound), payload.data ?? new Uint8Array(), contextOf(dataKey, bound))
      return PayloadMessage.decode(clear)
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
  return Buffer.from(hkdfSync('sha256', dataKey.key, '', contextOf(dataKey, place), 32))
}

const contextOf = (dataKey: DataKey, { namespace, workflowId }: Place) =>
  JSON.stringify(['iter payload', namespace, workflowId, dataKey.id])

const nameOf = ({ workflowId }: Place) => (workflowId === '' ? 'no workflow' : workflowId)

const text = (bytes: Uint8Array | null | undefined) => (bytes ? Buffer.from(bytes).toString() : '')
