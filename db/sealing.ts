import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

/** AES-256-GCM: 12 random bytes of nonce, 16 of tag. */
const ALGORITHM = 'aes-256-gcm'
const NONCE = 12
const TAG = 16

/** The sealed bytes do not open: another key or context than they were sealed with, or they were altered. */
export class Unsealable extends Error {
  readonly kind = 'unsealable'
}

/** Encrypts and authenticates `clear`; `context` is authenticated only, and must be given again to open. Layout: nonce, ciphertext, tag. */
export function seal(key: Buffer, clear: Uint8Array, context: string): Buffer {
  const nonce = randomBytes(NONCE)
  const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(Buffer.from(context))
  return Buffer.concat([nonce, cipher.update(clear), cipher.final(), cipher.getAuthTag()])
}

/** The clear bytes. Throws `Unsealable`. */
export function unseal(key: Buffer, sealed: Uint8Array, context: string): Buffer {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength)
  if (bytes.length < NONCE + TAG) throw new Unsealable('Too short to be sealed bytes')
  const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, NONCE), { authTagLength: TAG })
    .setAAD(Buffer.from(context))
    .setAuthTag(bytes.subarray(-TAG))
  try {
    return Buffer.concat([decipher.update(bytes.subarray(NONCE, -TAG)), decipher.final()])
  } catch (cause) {
    throw new Unsealable('The sealed bytes were altered, or belong elsewhere', { cause })
  }
}
