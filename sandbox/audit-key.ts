import { generateKeyPairSync } from 'node:crypto'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The key that signs the checkpoints of the registers, made once; its public half lies beside it, for scripts/verify-audit.mjs. */
export function ensureAuditKey(dataDir: string): void {
  if (existsSync(auditKeyFile(dataDir))) return
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  writeFileSync(join(dataDir, 'audit-public.pem'), publicKey.export({ type: 'spki', format: 'pem' }))
  writeFileSync(auditKeyFile(dataDir), privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 })
}

export const auditKeyFile = (dataDir: string): string => join(dataDir, 'audit-key.pem')
