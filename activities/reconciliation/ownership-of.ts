import type { Tx } from '../../db/client.ts'
import { findPlatformSetting } from '../../db/queries/find-platform-setting.ts'
import { findTown } from '../../db/queries/find-town.ts'
import type { Ownership } from '../../reconciliation/facts.ts'
import { settingSchemas } from '../kernel/platform-settings.ts'

/** Whose payments are the town's own, by what it was handed by pagoPA. Without that none are: all are another partner's. */
export async function ownershipOf(tx: Tx, municipality: string): Promise<Ownership> {
  const [town, setting] = [await findTown(tx, municipality), await findPlatformSetting(tx, municipality, 'pagopa')]
  if (town === null) throw new Error(`There is no municipality ${municipality}`)
  const { data } = settingSchemas.pagopa.settings.safeParse(setting?.settings)
  const own = data?.segregationCode === undefined ? [] : [data.segregationCode]
  return {
    fiscalCode: town.fiscalCode,
    segregationCodes: data?.segregationCodes ?? own,
    ...(data?.applicationCodes !== undefined && { applicationCodes: data.applicationCodes }),
    otherPartners: data?.otherPartners ?? [],
  }
}
