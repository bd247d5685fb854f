import { hkdfSync, randomBytes, randomUUID } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { defaultPayloadConverter } from '@temporalio/common'
import type { Payload, PayloadCodec, SerializationContext } from '@temporalio/common'
import { createPayloadCodec } from '../../codec/payload-codec.ts'
import { createKeys } from '../../db/keys.ts'
import { seal } from '../../db/sealing.ts'
import { aTown } from '../db/fixtures.ts'
import { freshDatabase } from '../support/database.ts'
import type { FreshDatabase } from '../support/database.ts'

const SECRET = { fiscalCode: 'RSSNNA80A41F205X' }

let fresh: FreshDatabase
let codec: PayloadCodec
let town: string
beforeAll(async () => {
  fresh = await freshDatabase()
  codec = createPayloadCodec(fresh.keys, 'default')
  town = await aTown(fresh.db)
})
afterAll(() => fresh.drop())

const inWorkflow = (workflowId: string, namespace = 'default'): SerializationContext => ({
  type: 'workflow',
  namespace,
  workflowId,
})
const aCaseId = (of = town) => inWorkflow(`case/${of}/${randomUUID()}`)
const encode = async (context?: SerializationContext): Promise<Payload> =>
  (await codec.encode([defaultPayloadConverter.toPayload(SECRET)], context))[0]!
const decode = async (payload: Payload, context?: SerializationContext): Promise<unknown> =>
  defaultPayloadConverter.fromPayload((await codec.decode([payload], context))[0]!)
const refused = { kind: 'payload-refused' }
const keyIdOf = (payload: Payload) => Buffer.from(payload.metadata!['encryption-key-id']!).toString()

test('what goes out is unreadable and says only which key', async () => {
  const payload = await encode(aCaseId())
  expect(Buffer.from(payload.data!).toString('latin1')).not.toContain('RSSNNA')
  expect(Buffer.from(payload.metadata!['encoding']!).toString()).toBe('binary/encrypted')
  expect(keyIdOf(payload)).toBe((await fresh.keys.activeKey(town)).id)
  expect(Object.keys(payload.metadata!)).toHaveLength(2)
})

test.each([
  ['a case', () => aCaseId()],
  ['a chore', () => inWorkflow(`chore/${town}/pollReceipts`)],
  ['a workflow without a municipality', () => inWorkflow('housekeeping')],
  ['no workflow', () => undefined],
])('%s reads back what it wrote', async (_, contextOf) => {
  const context = contextOf()
  expect(await decode(await encode(context), context)).toEqual(SECRET)
})

test('an activity of the workflow reads what the workflow wrote', async () => {
  const context = aCaseId()
  const activity = { ...context, type: 'activity', isLocal: true, activityId: '1' } as SerializationContext
  expect(await decode(await encode(context), activity)).toEqual(SECRET)
})

test('what a schedule encoded is read by the workflows it starts', async () => {
  const payload = await encode(inWorkflow(`chore/${town}/pollReceipts`))
  const started = inWorkflow(`chore/${town}/pollReceipts-2026-11-22T04:00:00Z`)
  expect(await decode(payload, started)).toEqual(SECRET)
})

/** Made by somebody who has the key, or by a defect: the codec itself writes nothing like this. */
async function aBomb(context: SerializationContext): Promise<Payload> {
  const key = await fresh.keys.activeKey(town)
  const bound = JSON.stringify(['iter payload', context.namespace, context.workflowId, key.id])
  const packed = gzipSync(Buffer.alloc(9 * 1024 * 1024))
  const metadata = { encoding: 'binary/encrypted', 'encryption-key-id': key.id, compression: 'gzip' }
  return {
    metadata: Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name, Buffer.from(value)])),
    data: seal(Buffer.from(hkdfSync('sha256', key.key, '', bound, 32)), packed, `${bound}gzip`),
  }
}

describe('what is large', () => {
  const plan = Array.from({ length: 2000 }, (_, index) => ({ id: `node${index}`, kind: 'user', office: 'scuola' }))
  const large = async (value: unknown, context: SerializationContext) =>
    (await codec.encode([defaultPayloadConverter.toPayload(value)], context))[0]!

  test('is compressed before it is encrypted, and reads back', async () => {
    const context = aCaseId()
    const payload = await large(plan, context)
    expect(Buffer.from(payload.metadata!['compression']!).toString()).toBe('gzip')
    expect(payload.data!.length).toBeLessThan(JSON.stringify(plan).length / 8)
    expect(await decode(payload, context)).toEqual(plan)
  })

  test('must say how it was packed: a label that was changed is refused', async () => {
    const context = aCaseId()
    const { metadata, data } = await large(plan, context)
    const { compression, ...rest } = metadata!
    await expect(decode({ metadata: rest, data: data! }, context)).rejects.toMatchObject(refused)
    const small = await encode(context)
    const labelled = { ...small, metadata: { ...small.metadata, compression: compression! } }
    await expect(decode(labelled, context)).rejects.toMatchObject(refused)
  })

  test('is not unpacked beyond what a payload may be', async () => {
    const context = aCaseId()
    const most = 'x'.repeat(8 * 1024 * 1024 - 200)
    expect(await decode(await large(most, context), context)).toBe(most)
    await expect(decode(await aBomb(context), context)).rejects.toMatchObject({
      ...refused,
      cause: { code: 'ERR_BUFFER_TOO_LARGE' },
    })
  })
})

describe('refused with the reason', () => {
  test('another case of the town', async () => {
    await expect(decode(await encode(aCaseId()), aCaseId())).rejects.toMatchObject(refused)
  })

  test('another namespace', async () => {
    const context = aCaseId()
    const elsewhere = { ...context, namespace: 'rehearsal' }
    await expect(decode(await encode(context), elsewhere)).rejects.toMatchObject(refused)
  })

  test('another town: its key is not its own', async () => {
    const other = await aTown(fresh.db)
    await expect(decode(await encode(aCaseId()), aCaseId(other))).rejects.toThrow(/which is not its own/)
  })

  test.each([0, 11, 12, 20, -1])('a byte altered at %i', async index => {
    const context = aCaseId()
    const payload = await encode(context)
    const data = Buffer.from(payload.data!)
    data[index < 0 ? data.length + index : index]! ^= 1
    await expect(decode({ ...payload, data }, context)).rejects.toThrow(/was altered/)
  })

  test('cut short', async () => {
    const context = aCaseId()
    const payload = await encode(context)
    await expect(decode({ ...payload, data: payload.data!.subarray(0, 5) }, context)).rejects.toMatchObject(refused)
    await expect(decode({ metadata: payload.metadata! }, context)).rejects.toMatchObject(refused)
  })

  test('another key named', async () => {
    const context = aCaseId()
    const payload = await encode(context)
    for (const id of [randomUUID(), fresh.keys.installationKeys()[0]!.id, 'x', '']) {
      const metadata = { ...payload.metadata, 'encryption-key-id': Buffer.from(id) }
      await expect(decode({ ...payload, metadata }, context)).rejects.toMatchObject(refused)
    }
  })

  test('never encrypted: nothing readable gets in', async () => {
    await expect(decode(defaultPayloadConverter.toPayload(SECRET), aCaseId())).rejects.toThrow(
      /is not encrypted \(encoding json\/plain\)/,
    )
  })

  test('no reason says what was in it', async () => {
    const error = await decode(defaultPayloadConverter.toPayload(SECRET), aCaseId()).catch((thrown: unknown) => thrown)
    expect(String(error)).not.toContain('RSSNNA')
  })
})

test('what was written for no workflow opens inside one: some failures are encoded without saying whose', async () => {
  expect(await decode(await encode(), aCaseId())).toEqual(SECRET)
})

test('after a rotation old histories stay readable and new payloads use the new key', async () => {
  const context = aCaseId()
  const before = await encode(context)
  await fresh.keys.rotate(town)
  const after = await encode(context)
  expect(keyIdOf(after)).not.toBe(keyIdOf(before))
  const restarted = createPayloadCodec(createKeys({ db: fresh.db, masterKey: fresh.masterKey }), 'default')
  const [old, recent] = await restarted.decode([before, after], context)
  expect(defaultPayloadConverter.fromPayload(old!)).toEqual(SECRET)
  expect(defaultPayloadConverter.fromPayload(recent!)).toEqual(SECRET)
})

test('another installation reads nothing', async () => {
  const context = aCaseId()
  const stranger = createPayloadCodec(createKeys({ db: fresh.db, masterKey: randomBytes(32) }), 'default')
  await expect(stranger.decode([await encode(context)], context)).rejects.toThrow(/another master key/)
})
