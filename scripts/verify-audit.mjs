// Verifies an exported register of a town without Iter, its database or any library: Node only, offline.
//
//   node scripts/verify-audit.mjs registro.ndjson [--checkpoints punti-di-controllo.ndjson --key audit-public.pem]
//
// Ends with 0 when everything holds, 1 when something does not (it says which entry comes first, and why), 2 when it could not look.
import { createHash, createPublicKey, verify as verifySignature } from 'node:crypto'
import { createReadStream, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'

const start = '0'.repeat(64)
const covered = 'municipalityId seq at actor action object reason requestId outcome detail prev'.split(' ')

/** RFC 8785: members sorted by UTF-16 code units, no space, numbers and strings as ECMAScript writes them. */
export function canonicalJson(value) {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  const names = Object.keys(value).toSorted((a, b) => (a < b ? -1 : 1))
  return `{${names.map(name => `${JSON.stringify(name)}:${canonicalJson(value[name])}`).join(',')}}`
}

const sha256 = data => createHash('sha256').update(data).digest('hex')
const hashOf = entry => sha256(canonicalJson(Object.fromEntries(covered.map(name => [name, entry[name]]))))

const texts = {
  missing: ['manca', 'is missing'],
  disorder: ['non è al suo posto', 'is out of its place'],
  unreadable: ['non si legge', 'cannot be read'],
  foreign: ['è di un altro comune', 'belongs to another municipality'],
  altered: ['è stata cambiata dopo essere stata scritta', 'was changed after it was written'],
  unlinked: ['non è collegata a quella che la precede', 'is not linked to the one before it'],
  rewritten: [
    'non è quella che un punto di controllo firmato ha visto',
    'is not the one that a signed checkpoint has seen',
  ],
  cut: [
    'manca, ma un punto di controllo firmato la ha vista: il registro è stato tagliato o riportato indietro',
    'is missing, but a signed checkpoint has seen it: the register was cut or put back to an older state',
  ],
  short: ['manca: il file esportato è più corto di quanto dichiara', 'is missing: the export is shorter than it says'],
  'checkpoint-unreadable': ['il punto di controllo non si legge', 'the checkpoint cannot be read'],
  'checkpoint-foreign': ['il punto di controllo è di un altro comune', 'the checkpoint is of another municipality'],
  'checkpoint-unsigned': [
    'la firma del punto di controllo non è valida per questa chiave',
    'the signature of the checkpoint does not hold for this key',
  ],
  'checkpoint-unlinked': [
    'il punto di controllo non segue quello che lo precede',
    'the checkpoint does not follow the one before it',
  ],
}

/** Checks signatures and order of the checkpoints; gives the hash that each entry must have, from 1 on. */
function readCheckpoints(lines, publicKey, municipality) {
  const seen = [undefined]
  let prev = start
  for (const [index, line] of lines.entries()) {
    const fault = what => ({ seq: index + 1, fault: `checkpoint-${what}` })
    const checkpoint = parsed(line)
    if (checkpoint?.format !== 'iter-checkpoint/1' || !Array.isArray(checkpoint.hashes)) return fault('unreadable')
    const { signature, ...signed } = checkpoint
    if (checkpoint.municipality !== municipality) return fault('foreign')
    const data = Buffer.from(canonicalJson(signed))
    if (!verifySignature(null, data, publicKey, Buffer.from(String(signature), 'base64'))) return fault('unsigned')
    const follows = checkpoint.prev === prev && checkpoint.seq === seen.length - 1 + checkpoint.hashes.length
    if (!follows) return fault('unlinked')
    for (const hash of checkpoint.hashes) seen.push(hash)
    prev = sha256(canonicalJson(checkpoint))
  }
  return { seen }
}

function parsed(line) {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}

/** What is wrong with a line as the entry after `last`; null when nothing is. */
function faultOf(entry, last, municipality, seen) {
  if (entry === null || typeof entry !== 'object') return 'unreadable'
  if (entry.municipalityId !== municipality) return 'foreign'
  if (entry.seq !== last.seq + 1) return entry.seq > last.seq + 1 ? 'missing' : 'disorder'
  // What the hash does not cover must not stand in an entry either: somebody would believe it.
  const known = entry.withheld ? ['withheld', 'municipalityId', 'seq', 'prev', 'hash'] : [...covered, 'hash']
  if (Object.keys(entry).some(name => !known.includes(name))) return 'altered'
  if (!entry.withheld && hashOf(entry) !== entry.hash) return 'altered'
  if (entry.prev !== last.hash) return 'unlinked'
  return seen[entry.seq] !== undefined && seen[entry.seq] !== entry.hash ? 'rewritten' : null
}

/**
 * `lines`: of the export, its header first (iterable, may be asynchronous). `checkpoints`: lines, or none; `publicKey`: of whoever signed them.
 * Answers { ok: true, municipality, entries, withheld, checkpointed } or { ok: false, seq, fault }: the first entry that does not hold.
 */
export async function verifyAudit(lines, { checkpoints = [], publicKey = null } = {}) {
  let header = null
  let seen = []
  let withheld = 0
  let last = { seq: 0, hash: start }
  for await (const line of lines) {
    if (header === null) {
      header = parsed(line)
      if (header?.format !== 'iter-audit/1') return { ok: false, seq: 0, fault: 'unreadable' }
      const read = readCheckpoints(checkpoints, publicKey, header.municipality)
      if (read.fault) return { ok: false, ...read }
      seen = read.seen
      continue
    }
    const entry = parsed(line)
    const fault = faultOf(entry, last, header.municipality, seen)
    if (fault !== null) return { ok: false, seq: last.seq + 1, fault }
    if (entry.withheld) withheld += 1
    last = { seq: entry.seq, hash: entry.hash }
  }
  if (header === null) return { ok: false, seq: 0, fault: 'unreadable' }
  const next = last.seq + 1
  if (seen.length > next) return { ok: false, seq: next, fault: 'cut' }
  if (header.head.seq > last.seq) return { ok: false, seq: next, fault: 'short' }
  if (last.seq > 0 && header.head.hash !== last.hash) return { ok: false, seq: last.seq, fault: 'unlinked' }
  const checkpointed = Math.max(seen.length - 1, 0)
  return { ok: true, municipality: header.municipality, entries: last.seq, withheld, checkpointed }
}

function inWords(verdict) {
  if (!verdict.ok) {
    const [it, en] = texts[verdict.fault]
    const [what, thing] = verdict.fault.startsWith('checkpoint')
      ? ['Punto di controllo', 'Checkpoint']
      : ['Voce', 'Entry']
    return `NON INTEGRO. ${what} ${verdict.seq}: ${it}.\nNOT INTACT. ${thing} ${verdict.seq}: ${en}.`
  }
  const { entries, withheld, checkpointed } = verdict
  const it = `INTEGRO. ${entries} voci, ${checkpointed} coperte da punti di controllo firmati, ${withheld} riservate (solo collegamenti).`
  const en = `INTACT. ${entries} entries, ${checkpointed} covered by signed checkpoints, ${withheld} withheld (links only).`
  return `${it}\n${en}`
}

async function main(args) {
  const options = { checkpoints: null, key: null }
  const files = []
  for (let at = 0; at < args.length; at += 1) {
    const name = /^--(checkpoints|key)$/.exec(args[at])?.[1]
    if (name) options[name] = args[(at += 1)]
    else files.push(args[at])
  }
  if (files.length !== 1 || (options.checkpoints === null) !== (options.key === null))
    throw new Error('verify-audit.mjs registro.ndjson [--checkpoints punti-di-controllo.ndjson --key audit-public.pem]')
  const verdict = await verifyAudit(createInterface({ input: createReadStream(files[0]) }), {
    ...(options.checkpoints && {
      checkpoints: readFileSync(options.checkpoints, 'utf8').split('\n').slice(0, -1),
      publicKey: createPublicKey(readFileSync(options.key)),
    }),
  })
  process.stdout.write(`${inWords(verdict)}\n`)
  return verdict.ok ? 0 : 1
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  process.exitCode = await main(process.argv.slice(2)).catch(error => {
    process.stderr.write(`${error.message}\n`)
    return 2
  })
}
