import { execFile } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { appendAudit } from '../../db/queries/append-audit.ts'
import { aTown } from '../db/fixtures.ts'
import { startApi } from './api.ts'
import type { Api, Browser } from './api.ts'

const folder = mkdtempSync(join(tmpdir(), 'iter-audit-'))
const keyFile = join(folder, 'key.pem')
const publicFile = join(folder, 'public.pem')
let api: Api

beforeAll(async () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  writeFileSync(keyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }))
  writeFileSync(publicFile, publicKey.export({ type: 'spki', format: 'pem' }))
  // Written when a test says so, not by the clock.
  api = await startApi({ checkpoints: { folder: join(folder, 'checkpoints'), keyFile, everySeconds: 86_400 } })
})
afterAll(async () => {
  await api.stop()
  rmSync(folder, { recursive: true })
})

const append = (town: string, action: string, detail = {}) =>
  api.database.db.withTenants([town], tx =>
    appendAudit(tx, {
      municipality: town,
      actor: { kind: 'staff', id: 'p1', role: 'clerk' },
      action,
      object: { type: 'case', id: 'c1' },
      reason: 'perché sì; “così” \u2028 \\ "',
      detail: { amount: 12.5, list: [1, null], nested: { b: 1e21, a: 'è' }, ...detail },
    }),
  )

interface Town {
  id: string
  auditor: Browser
}

/** Three entries that a checkpoint has seen, two more that a second one has, and one that none has. */
async function aRegister(): Promise<Town> {
  const id = await aTown(api.database.db)
  for (const action of ['a', 'b', 'c']) await append(id, action)
  await api.deps.checkpoints!.write()
  for (const action of ['d', 'e']) await append(id, action)
  await api.deps.checkpoints!.write()
  await append(id, 'f')
  return { id, auditor: await api.signIn({ role: 'auditor', town: id }) }
}

/** Someone who owns the database server. */
async function tamper(...statements: [string, unknown[]][]): Promise<void> {
  await api.database.asSuperuser('alter table audit_entry disable trigger user')
  for (const [text, values] of statements) await api.database.asSuperuser(text, values)
  await api.database.asSuperuser('alter table audit_entry enable trigger user')
}

const exported = async ({ id, auditor }: Town) => (await auditor.get(`/api/v1/audit.ndjson?municipality=${id}`)).text
const checkpointsOf = async ({ id, auditor }: Town) =>
  (await auditor.get(`/api/v1/audit-checkpoints.ndjson?municipality=${id}`)).text

/** What the script says of these files, and how it ends. */
async function verdict(register: string, checkpoints?: string, key = publicFile) {
  const at = (name: string, text: string) => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  const args = ['scripts/verify-audit.mjs', at('registro.ndjson', register)]
  if (checkpoints !== undefined) args.push('--checkpoints', at('punti.ndjson', checkpoints), '--key', key)
  return new Promise<{ code: unknown; said: string }>(resolve => {
    execFile(process.execPath, args, (error, stdout, stderr) => {
      resolve({ code: error ? error.code : 0, said: `${stdout}${stderr}` })
    })
  })
}

const withCheckpoints = async (town: Town) => verdict(await exported(town), await checkpointsOf(town))
const bad = (entry: number, why: RegExp) => ({
  code: 1,
  said: expect.stringMatching(new RegExp(`NON INTEGRO. Voce ${entry}: [\\s\\S]*Entry ${entry}: ${why.source}`)),
})

describe('an exported register', () => {
  it('verifies by itself, offline, and says how much signed checkpoints cover', async () => {
    const town = await aRegister()
    expect(await verdict(await exported(town))).toEqual({
      code: 0,
      said: expect.stringContaining('INTACT. 6 entries, 0 covered'),
    })
    expect(await withCheckpoints(town)).toEqual({
      code: 0,
      // The first export stands in the register by now; each goes as far as the register did when it was asked for.
      said: expect.stringContaining('INTACT. 7 entries, 5 covered by signed checkpoints, 0 withheld'),
    })
  })

  it('is empty and intact for a town that did nothing', async () => {
    const id = await aTown(api.database.db)
    const town = { id, auditor: await api.signIn({ role: 'auditor', town: id }) }
    expect(await withCheckpoints(town)).toMatchObject({ code: 0, said: expect.stringContaining('0 entries') })
  })

  it('is longer than one batch without losing a link', async () => {
    const town = await aRegister()
    await api.database.db.withTenants([town.id], async tx => {
      for (let index = 0; index < 1500; index++) {
        await appendAudit(tx, {
          municipality: town.id,
          actor: { kind: 'system', id: 's' },
          action: 'x',
          object: { type: 't', id: '1' },
        })
      }
    })
    await api.deps.checkpoints!.write()
    expect(await withCheckpoints(town)).toMatchObject({ code: 0, said: expect.stringContaining('1506 entries, 1506') })
  })

  it('goes to who may verify, of their own town only', async () => {
    const town = await aRegister()
    const clerk = await api.signIn({ role: 'clerk', town: town.id })
    const stranger = await api.signIn({ role: 'auditor' })
    for (const path of ['audit.ndjson', 'audit-checkpoints.ndjson']) {
      expect((await clerk.get(`/api/v1/${path}?municipality=${town.id}`)).status).toBe(403)
      expect((await stranger.get(`/api/v1/${path}?municipality=${town.id}`)).status).toBe(404)
    }
  })

  it('withholds what is the confidence of another office, and still holds together', async () => {
    const town = await aRegister()
    await append(town.id, 'case.complete', { confidentialOffice: 'diete', verdict: 'celiachia' })
    const text = await exported(town)
    expect(text).not.toContain('celiachia')
    expect(text).not.toContain('diete')
    expect(await verdict(text)).toMatchObject({ code: 0, said: expect.stringContaining('7 entries, 0 covered') })
    expect((await verdict(text)).said).toContain('1 withheld')
  })
})

describe('tampering with the database is found at the first bad entry', () => {
  const forge = "update audit_entry set reason = 'forged' where municipality_id = $1 and seq = 3"
  const cut = 'delete from audit_entry where municipality_id = $1 and seq > 3'
  const headBack =
    'update audit_head h set seq = 3, hash = e.hash from audit_entry e where h.municipality_id = $1 and e.municipality_id = $1 and e.seq = 3'

  it.each([
    ['edit', [forge], 3, /was changed/],
    ['delete', ['delete from audit_entry where municipality_id = $1 and seq = 2'], 2, /is missing/],
    [
      'reorder',
      [
        'update audit_entry set seq = 100 where municipality_id = $1 and seq = 2',
        'update audit_entry set seq = 2 where municipality_id = $1 and seq = 3',
        'update audit_entry set seq = 3 where municipality_id = $1 and seq = 100',
      ],
      2,
      /was changed/,
    ],
    [
      'insert',
      [
        'update audit_entry set seq = seq + 100 where municipality_id = $1 and seq > 3',
        'update audit_entry set seq = seq - 99 where municipality_id = $1 and seq > 100',
        `insert into audit_entry select municipality_id, 4, at, actor, 'forged', object, reason, request_id, outcome, detail, hash, hash
         from audit_entry where municipality_id = $1 and seq = 3`,
      ],
      4,
      /was changed/,
    ],
    ['cut the tail', [cut], 4, /is missing, but a signed checkpoint has seen it/],
    ['cut the tail and put the head back', [cut, headBack], 4, /is missing, but a signed checkpoint has seen it/],
  ])('%s', async (_what, statements, entry, why) => {
    const town = await aRegister()
    await tamper(...statements.map((text): [string, unknown[]] => [text, [town.id]]))
    expect(await withCheckpoints(town)).toEqual(bad(entry, why))
  })

  it('rewrite everything: by the entry where the new story begins, though every link holds', async () => {
    const town = await aRegister()
    const kept = (await api.database.asSuperuser('select * from audit_entry where municipality_id = $1', [town.id]))
      .rows
    await tamper([cut, [town.id]], [headBack, [town.id]])
    for (const action of ['forged', 'e', 'f']) await append(town.id, action)
    expect(await verdict(await exported(town))).toMatchObject({ code: 0 })
    expect(await withCheckpoints(town)).toEqual(bad(4, /is not the one that a signed checkpoint has seen/))
    expect(kept).toHaveLength(6)
    // The console says the same.
    const { body } = await town.auditor.send('POST', '/api/v1/audit/verify', { municipality: town.id })
    expect(body).toMatchObject({ intact: false, firstBad: { seq: 4 } })
  })

  it('restore an old back-up: by the first entry that it does not know, also when work went on', async () => {
    const town = await aRegister()
    await tamper([cut, [town.id]], [headBack, [town.id]])
    expect(await withCheckpoints(town)).toEqual(bad(4, /is missing, but a signed checkpoint has seen it/))
    for (const action of ['x', 'y', 'z']) await append(town.id, action)
    expect(await withCheckpoints(town)).toEqual(bad(4, /is not the one/))
  })

  it('and no checkpoint is written over it', async () => {
    const town = await aRegister()
    const before = await checkpointsOf(town)
    await tamper([cut, [town.id]], [headBack, [town.id]])
    for (const action of ['x', 'y', 'z']) await append(town.id, action)
    await api.deps.checkpoints!.write()
    expect(await checkpointsOf(town)).toBe(before)
  })
})

describe('tampering with the files is found too', () => {
  const lines = (text: string) => text.trimEnd().split('\n')
  const file = (all: string[]) => `${all.join('\n')}\n`

  it.each([
    ['an export cut short', (all: string[]) => all.slice(0, 5), 5, /is missing/],
    ['a line that is no JSON', (all: string[]) => all.with(2, '{"seq"'), 2, /cannot be read/],
    ['two lines exchanged', (all: string[]) => [all[0]!, all[2]!, all[1]!, ...all.slice(3)], 1, /is missing/],
    ['a line twice', (all: string[]) => [...all.slice(0, 3), ...all.slice(2)], 3, /is out of its place/],
    [
      'an entry of another town',
      (all: string[]) => all.with(2, all[2]!.replace(/"municipalityId":"[^"]*"/, '"municipalityId":"x"')),
      2,
      /belongs to another municipality/,
    ],
    [
      'something added that no hash covers',
      (all: string[]) => all.with(3, all[3]!.replace('{', '{"note":"approved",')),
      3,
      /was changed/,
    ],
  ])('%s', async (_what, change, entry, why) => {
    const town = await aRegister()
    expect(await verdict(file(change(lines(await exported(town)))))).toEqual(bad(entry, why))
  })

  it.each([
    [
      'a hash changed',
      (all: string[]) => [all[0]!.replace(/"hashes":\["../, '"hashes":["00'), all[1]!],
      1,
      /signature/,
    ],
    ['the first one left out', (all: string[]) => [all[1]!], 1, /does not follow/],
    ['exchanged', (all: string[]) => [all[1]!, all[0]!], 1, /does not follow/],
    ['of no such form', () => ['{}'], 1, /cannot be read/],
  ])('a checkpoint: %s', async (_what, change, number, why) => {
    const town = await aRegister()
    const answer = await verdict(await exported(town), file(change(lines(await checkpointsOf(town)))))
    expect(answer.code).toBe(1)
    expect(answer.said).toMatch(new RegExp(`Checkpoint ${number}: .*${why.source}`))
  })

  it('checkpoints signed by somebody else are none', async () => {
    const town = await aRegister()
    const other = join(folder, 'other.pem')
    writeFileSync(other, generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }))
    const answer = await verdict(await exported(town), await checkpointsOf(town), other)
    expect(answer).toMatchObject({ code: 1, said: expect.stringContaining('signature') })
  })

  it('a checkpoint that a crash cut short is written anew', async () => {
    const town = await aRegister()
    const path = join(folder, 'checkpoints', `${town.id}.ndjson`)
    appendFileSync(path, '{"format":"iter-che')
    await api.deps.checkpoints!.write()
    expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(4)
    expect(await withCheckpoints(town)).toMatchObject({
      code: 0,
      said: expect.stringContaining('6 entries, 6 covered'),
    })
  })

  it('a file that is not there, or half of the arguments, end with 2', async () => {
    expect((await verdict('')).code).toBe(1)
    const { code } = await new Promise<{ code: unknown }>(resolve => {
      execFile(process.execPath, ['scripts/verify-audit.mjs', 'no-such-file'], error => resolve({ code: error?.code }))
    })
    expect(code).toBe(2)
  })
})
