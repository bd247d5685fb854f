import { and, gt, lte } from 'drizzle-orm'
import type { Instant } from '../../engine/json.ts'
import type { Tx } from '../client.ts'
import { identityProvider } from '../schema/people.ts'

export interface IdpCertificate {
  entityId: string
  method: 'SPID' | 'CIE'
  /** PEM, or base64 of the DER as metadata have it. */
  certificate: string
}

/** Certificates of the identity providers that were good at an instant. */
export async function listIdpCertificates(tx: Tx, at: Instant): Promise<IdpCertificate[]> {
  return tx
    .select({
      entityId: identityProvider.entityId,
      method: identityProvider.method,
      certificate: identityProvider.certificate,
    })
    .from(identityProvider)
    .where(and(lte(identityProvider.validFrom, at), gt(identityProvider.validTo, at)))
}
