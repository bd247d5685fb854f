import { createPublicKey, randomBytes, sign, type KeyObject } from 'node:crypto'

const oids = {
  sha256WithRsa: [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b],
  commonName: [0x55, 0x04, 0x03],
  organization: [0x55, 0x04, 0x0a],
  country: [0x55, 0x04, 0x06],
} as const

export interface CertificateRequest {
  commonName: string
  organization: string
  from: Date
  to: Date
}

/** A self-signed X.509 v1 certificate (PEM) for an RSA key, SHA-256 (RFC 5280). Node can read certificates but not make them. */
export function selfSign(privateKey: KeyObject, request: CertificateRequest): string {
  const spki = createPublicKey(privateKey).export({ type: 'spki', format: 'der' })
  const name = sequence([
    attribute(oids.country, 'IT'),
    attribute(oids.organization, request.organization),
    attribute(oids.commonName, request.commonName),
  ])
  const algorithm = sequence([der(0x06, Buffer.from(oids.sha256WithRsa)), der(0x05, Buffer.alloc(0))])
  // A positive serial number: the first bit is zero, the first byte is not.
  const serial = Buffer.concat([Buffer.from([0x4a]), randomBytes(15)])
  const body = sequence([
    der(0x02, serial),
    algorithm,
    name,
    sequence([utcTime(request.from), utcTime(request.to)]),
    name,
    spki,
  ])
  return pem(sequence([body, algorithm, bitString(sign('sha256', body, privateKey))]))
}

/** The base64 body of a PEM certificate, as XML signatures carry it. */
export function certificateBody(certificate: string): string {
  return certificate.replace(/-----[A-Z ]+-----|\s/g, '')
}

function attribute(oid: readonly number[], value: string): Buffer {
  const pair = sequence([der(0x06, Buffer.from(oid)), der(0x0c, Buffer.from(value, 'utf8'))])
  return der(0x31, pair)
}

/** Two-digit years, which RFC 5280 asks for until 2049. */
function utcTime(at: Date): Buffer {
  const digits = at.toISOString().replace(/\.\d+|[-:T]/g, '')
  return der(0x17, Buffer.from(digits.slice(2), 'ascii'))
}

function bitString(bytes: Buffer): Buffer {
  return der(0x03, Buffer.concat([Buffer.from([0]), bytes]))
}

function sequence(parts: Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts))
}

function der(tag: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([tag]), length(content.length), content])
}

function length(size: number): Buffer {
  if (size < 0x80) return Buffer.from([size])
  if (size < 0x100) return Buffer.from([0x81, size])
  return Buffer.from([0x82, size >> 8, size & 0xff])
}

function pem(bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}
