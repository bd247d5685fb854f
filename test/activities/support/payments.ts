import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { insertChunk } from '../../../db/queries/reconciliation/payment-files.ts'
import { municipality, platformSetting } from '../../../db/schema/municipalities.ts'
import { paymentFile } from '../../../db/schema/payment-files.ts'
import type { JsonObject } from '../../../engine/json.ts'
import { aTown } from '../../db/fixtures.ts'
import type { FreshDatabase } from '../../support/database.ts'

/** The creditor of the reports' and journals' builders. */
export const fiscalCode = '00111190191'

/** A town that pagoPA has handed the segregation code 01. */
export async function aPayingTown(fresh: FreshDatabase, some: JsonObject = {}): Promise<string> {
  const town = await aTown(fresh.db)
  await fresh.db.global(tx => tx.update(municipality).set({ fiscalCode }).where(eq(municipality.id, town)))
  const settings = {
    receiptsUrl: 'http://127.0.0.1:9/none',
    segregationCode: '01',
    iban: 'IT60X0542811101000000123456',
    companyName: 'Comune',
    ...some,
  }
  const secrets = await fresh.keys.sealFor(town, JSON.stringify({ subscriptionKey: 'key' }), 'platform_setting/pagopa')
  await fresh.db.withTenants([town], tx =>
    tx
      .insert(platformSetting)
      .values({ municipalityId: town, platform: 'pagopa', baseUrl: 'http://127.0.0.1:9', secrets, settings }),
  )
  return town
}

/** A file as the upload leaves it, in pieces of a few kilobytes. */
export async function anUploaded(
  fresh: FreshDatabase,
  town: string,
  kind: 'report' | 'journal',
  content: string | Buffer,
): Promise<string> {
  const bytes = Buffer.from(content)
  const of = { municipalityId: town, kind, name: 'file.xml', sha256: randomUUID(), size: bytes.length } as const
  return fresh.db.withTenants([town], async tx => {
    const [file] = await tx
      .insert(paymentFile)
      .values({ ...of, source: 'upload', state: 'received' })
      .returning()
    const fileId = file!.id
    for (let at = 0; at < bytes.length; at += 4096) {
      await insertChunk(tx, { municipality: town, fileId, number: at / 4096, bytes: bytes.subarray(at, at + 4096) })
    }
    return fileId
  })
}
