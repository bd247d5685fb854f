import { z } from 'zod'
import { declare } from '../kernel/declaration.ts'
import { fiscalCode, uuid } from '../kernel/fields.ts'

/** No network: the evidence was stored when the request arrived. A refusal is final, so it is never retried and never recorded by hand. */
export const verifyEvidenceDeclaration = declare({
  name: 'spid.verifyEvidence',
  label: { it: 'Verifica identità', en: 'Verify identity' },
  platform: 'spid',
  dispatch: 'local-first',
  retry: 'identity',
  repeat: 'natural-key',
  recordable: false,
  timeoutSeconds: 10,
  errors: ['identity-refused'],
  input: z.strictObject({
    evidence: uuid,
    applicantFiscalCode: fiscalCode,
    minLevel: z.int().min(1).max(3).default(2),
  }),
  output: z.strictObject({
    method: z.enum(['SPID', 'CIE']),
    level: z.int().min(1).max(3),
    issuedAt: z.iso.datetime(),
    idp: z.string(),
  }),
})
