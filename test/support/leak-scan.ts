/** Something that must not be seen; `what` says so without repeating it. */
export interface Secret {
  what: string
  value: string
}

export interface Leak {
  where: string
  what: string
  /** How it was written. */
  form: string
}

export interface Scanner {
  /** Looks through one piece of what left the house; `where` names it. */
  look(where: string, content: string | Uint8Array): void
  /** Each secret once for each place and form. */
  leaks(): Leak[]
  /** Bytes looked at, by the first word of `where`: a source that gave nothing was not scanned. */
  scanned(): Record<string, number>
}

interface Pattern {
  bytes: Uint8Array
  secret: Secret
  form: string
}

/** Finds secrets in whatever way they are written: in any case, escaped for JSON or a URL, in hexadecimal, inside base64. */
export function createScanner(secrets: readonly Secret[]): Scanner {
  const short = secrets.find(one => one.value.length < 6)
  if (short) throw new Error(`${short.what} is too short to be looked for: it would be found everywhere`)
  const folded = indexOf(secrets.flatMap(foldedForms))
  const exact = indexOf(secrets.flatMap(base64Forms))
  const found = new Map<string, Leak>()
  const sizes: Record<string, number> = {}
  const note = (where: string, { secret, form }: Pattern): void => {
    found.set(`${where} ${secret.what} ${form}`, { where, what: secret.what, form })
  }
  return {
    look: (where, content) => {
      const bytes = Buffer.from(content)
      const [source = where] = where.split(' ')
      sizes[source] = (sizes[source] ?? 0) + bytes.length
      for (const pattern of search(exact, bytes)) note(where, pattern)
      for (const pattern of search(folded, fold(bytes))) note(where, pattern)
    },
    leaks: () => [...found.values()],
    scanned: () => ({ ...sizes }),
  }
}

/** Forms in which letters may be of either case. */
function foldedForms(secret: Secret): Pattern[] {
  const { value } = secret
  const escaped = JSON.stringify(value).slice(1, -1)
  const ascii = escaped.replaceAll(/[^\x20-\x7e]/g, one => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)
  const url = encodeURIComponent(value)
  const forms: [form: string, text: string][] = [
    ['plain', value],
    ['JSON', escaped],
    ['JSON, ASCII only', ascii],
    ['URL', url],
    ['URL of a form', url.replaceAll('%20', '+')],
    ['hexadecimal', Buffer.from(value).toString('hex')],
    ['UTF-16', Buffer.from(value, 'utf16le').toString('latin1')],
  ]
  const seen = new Set<string>()
  return forms.flatMap(([form, text]) => {
    const bytes = fold(form === 'UTF-16' ? Buffer.from(text, 'latin1') : Buffer.from(text))
    const key = bytes.toString('latin1')
    if (seen.has(key)) return []
    seen.add(key)
    return [{ bytes, secret, form }]
  })
}

/** What stays of the text inside a longer base64 text, wherever it begins in it; as it is and in one case. */
function base64Forms(secret: Secret): Pattern[] {
  const cases = [...new Set([secret.value, secret.value.toLowerCase(), secret.value.toUpperCase()])]
  const texts = cases.flatMap(value =>
    [0, 1, 2].flatMap(before => {
      const bytes = Buffer.from(value)
      const padded = Buffer.concat([Buffer.alloc(before), bytes])
      // The first and the last character share bits with what stands around.
      const from = Math.ceil((before * 8) / 6)
      const until = Math.floor((padded.length * 8) / 6)
      return (['base64', 'base64url'] as const).map(encoding => padded.toString(encoding).slice(from, until))
    }),
  )
  return [...new Set(texts)].map(text => ({ bytes: Buffer.from(text), secret, form: 'base64' }))
}

/** ASCII capitals as small letters; other bytes as they are. */
function fold(bytes: Uint8Array): Buffer {
  const folded = Buffer.from(bytes)
  for (let at = 0; at < folded.length; at += 1) {
    const byte = folded[at] ?? 0
    if (byte >= 65 && byte <= 90) folded[at] = byte + 32
  }
  return folded
}

/** Patterns by their first four bytes. */
type Index = Map<number, Pattern[]>

function indexOf(patterns: readonly Pattern[]): Index {
  const index: Index = new Map()
  for (const pattern of patterns) {
    const key = Buffer.from(pattern.bytes).readUInt32BE(0)
    index.set(key, [...(index.get(key) ?? []), pattern])
  }
  return index
}

/** One pass, whatever the number of patterns. */
function search(index: Index, bytes: Buffer): Pattern[] {
  const found = new Set<Pattern>()
  let key = 0
  for (let at = 0; at < bytes.length; at += 1) {
    key = ((key << 8) | (bytes[at] ?? 0)) >>> 0
    const candidates = at < 3 ? undefined : index.get(key)
    if (!candidates) continue
    const start = at - 3
    for (const pattern of candidates) {
      const end = start + pattern.bytes.length
      if (end <= bytes.length && bytes.compare(pattern.bytes, 0, pattern.bytes.length, start, end) === 0)
        found.add(pattern)
    }
  }
  return [...found]
}
