import { and, eq } from 'drizzle-orm'
import type { Tx } from '../client.ts'
import { platformSetting } from '../schema/municipalities.ts'

/** What a town was handed by a platform; `secrets` is still sealed, under `platform_setting/<platform>`. */
export async function findPlatformSetting(tx: Tx, municipality: string, platform: string) {
  const [found] = await tx
    .select()
    .from(platformSetting)
    .where(and(eq(platformSetting.municipalityId, municipality), eq(platformSetting.platform, platform)))
  return found ?? null
}
