import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'

import { z } from 'zod'

import type { Checkpoint } from '../../db/audit-chain.ts'
import { canonicalJson } from '../../db/canonical-json.ts'

/** What the first checkpoint of a town is chained to. */
export const NO_CHECKPOINT = '0'.repeat(64)

const hex = z.string().regex(/^[0-9a-f]{64}$/)

/**
 * What leaves the database: the hashes of the entries since the checkpoint before, so that whoever rewrites the register later is found out
 * at the very entry where the rewriting begins.
 */
export const signedCheckpoint = z.strictObject({
  format: z.literal('iter-checkpoint/1'),
  municipality: z.guid(),
  /** The last entry it speaks of. */
  seq: z.int().min(1),
  /** Hashes of the entries up to `seq`, in their order. */
  hashes: z.array(hex).min(1).max(1000),
  at: z.iso.datetime(),
  /** SHA-256 of the checkpoint before, or `NO_CHECKPOINT`. */
  prev: hex,
  /** Says which key signed; the public key itself must come from elsewhere. */
  key: z.string().regex(/^[0-9a-f]{16}$/),
  /** Ed25519 over the canonical JSON of everything else, base64. */
  signature: z.base64(),
})

export type SignedCheckpoint = z.infer<typeof signedCheckpoint>

export interface Signer {
  key: string
  sign(checkpoint: Omit<SignedCheckpoint, 'key' | 'signature'>): SignedCheckpoint
}

/** Signs with a PKCS#8 PEM of an Ed25519 key; throws for any other key. */
export function signerOf(pem: string): Signer {
  const secret = createPrivateKey(pem)
  if (secret.asymmetricKeyType !== 'ed25519')
    throw new Error('The key of the checkpoints must be Ed25519: openssl genpkey -algorithm ed25519')
  const key = keyName(createPublicKey(secret))
  return {
    key,
    sign: checkpoint => {
      const signed = { ...checkpoint, key }
      return { ...signed, signature: sign(null, Buffer.from(canonicalJson(signed)), secret).toString('base64') }
    },
  }
}

/** SHA-256 over the public key (SPKI DER), its first 64 bits. */
function keyName(publicKey: KeyObject): string {
  const der = publicKey.export({ type: 'spki', format: 'der' })
  return createHash('sha256').update(der).digest('hex').slice(0, 16)
}

/** The places in the chain that checkpoints wrote down, one for each entry. */
export function placesOf(checkpoints: readonly SignedCheckpoint[]): Checkpoint[] {
  return checkpoints.flatMap(({ seq, hashes }) =>
    hashes.map((hash, index) => ({ seq: seq - hashes.length + 1 + index, hash })),
  )
}
