import type { DataConverter } from '@temporalio/common'
import type { Keys } from '../db/keys.ts'
import { FAILURE_CONVERTER_PATH } from './failure-converter-path.ts'
import { createPayloadCodec } from './payload-codec.ts'

/** What every client and worker of this house gives to Temporal's SDK: without it a history is unreadable, and nothing readable gets in. */
export function dataConverterFor(keys: Keys, namespace: string): DataConverter {
  return { payloadCodecs: [createPayloadCodec(keys, namespace)], failureConverterPath: FAILURE_CONVERTER_PATH }
}
