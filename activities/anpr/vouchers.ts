import { z } from 'zod'
import type { OperationContext } from '../kernel/context.ts'
import type { PlatformSetting } from '../kernel/platform-settings.ts'
import { type AnprService, clientAssertion, type Evidence, trackingEvidence } from './modi-headers.ts'

export interface Voucher {
  token: string
  evidence: string
}

export interface Vouchers {
  get(context: OperationContext, setting: PlatformSetting<'anpr'>, service: AnprService): Promise<Voucher>
  /** After a 401: the next call asks for a new one. */
  forget(municipality: string, service: AnprService): void
}

const answer = z.object({ access_token: z.string(), token_type: z.string(), expires_in: z.number() })

// A voucher is not used in its last seconds: it must still hold when it arrives.
const marginMs = 30_000

/** PDND vouchers of each town and e-service, kept until shortly before they end. */
export function createVouchers(now: () => number): Vouchers {
  const cached = new Map<string, { voucher: Voucher; until: number }>()
  return {
    async get(context, setting, service) {
      const key = `${context.municipality} ${service}`
      const known = cached.get(key)
      if (known !== undefined && known.until > now()) return known.voucher
      const evidence = await trackingEvidence(setting, service, now())
      const { token, seconds } = await request(context, setting, service, evidence)
      const voucher = { token, evidence: evidence.jwt }
      cached.set(key, { voucher, until: Math.min(evidence.expiresAt, now() + seconds * 1000) - marginMs })
      return voucher
    },
    forget(municipality, service) {
      cached.delete(`${municipality} ${service}`)
    },
  }
}

async function request(
  context: OperationContext,
  setting: PlatformSetting<'anpr'>,
  service: AnprService,
  evidence: Evidence,
): Promise<{ token: string; seconds: number }> {
  const form = new URLSearchParams({
    client_id: setting.secrets.clientId,
    client_assertion: await clientAssertion(setting, service, evidence),
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    grant_type: 'client_credentials',
  })
  const { body } = await context.client('anpr', setting.settings.tokenUrl).call({
    method: 'POST',
    path: '',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: form.toString(),
    // PDND answers 400 to a client, key or purpose it does not know: this town's configuration.
    rejected: 'misconfigured',
    answers: { 200: answer },
  })
  return { token: body.access_token, seconds: body.expires_in }
}
