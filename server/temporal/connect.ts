import { Client as TemporalClient, Connection } from '@temporalio/client'

import { dataConverterFor } from '../../codec/data-converter.ts'
import type { Keys } from '../../db/keys.ts'

export interface TemporalOptions {
  address: string
  namespace: string
  keys: Keys
}

export interface LazyClient {
  client: () => Promise<TemporalClient>
  close: () => Promise<void>
}

/** A client that connects when first asked, and asks again when that failed: Temporal may start later, or be away for a while. */
export function lazyClient({ address, namespace, keys }: TemporalOptions): LazyClient {
  let connecting: Promise<TemporalClient> | null = null
  const connect = async (): Promise<TemporalClient> => {
    const connection = await Connection.connect({ address, connectTimeout: 5000 })
    return new TemporalClient({ connection, namespace, dataConverter: dataConverterFor(keys, namespace) })
  }
  return {
    client: () => {
      connecting ??= connect().catch((error: unknown) => {
        connecting = null
        throw error
      })
      return connecting
    },
    close: async () => {
      const client = await connecting?.catch(() => null)
      await client?.connection.close()
    },
  }
}
