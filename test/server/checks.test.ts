import { randomUUID } from 'node:crypto'
import { askRun, beginRun, endRun } from '../../db/queries/consistency-runs.ts'
import { noteFinding } from '../../db/queries/note-finding.ts'
import { findingKinds } from '../../db/schema/consistency.ts'
import { consistencyRun } from '../../db/schema/consistency.ts'
import { auditEntry } from '../../db/schema/journals.ts'
import { aCase } from '../db/fixtures.ts'
import type { Api } from './api.ts'
import { request, startApi } from './api.ts'

let api: Api
beforeAll(async () => {
  api = await startApi()
}, 60_000)
afterAll(() => api.stop())

const note = (town: string, kind: (typeof findingKinds)[number], caseId: string) =>
  api.database.db.withTenants([town], tx =>
    noteFinding(
      tx,
      { municipality: town, kind, subject: caseId, caseId, detail: { why: 'test' } },
      { runId: randomUUID(), repaired: false },
    ),
  )

test('findings are told in sentences, page by page, to who may, of their own towns', async () => {
  const { id, record } = await aCase(api.database.db, { town: api.town })
  for (const kind of findingKinds) await note(api.town, kind, id)
  await note(api.otherTown, 'effect-stuck', randomUUID())
  const auditor = await api.signIn({ role: 'auditor' })

  const first = await auditor.get('/api/v1/checks?limit=5')
  const second = await auditor.get(`/api/v1/checks?limit=5&cursor=${encodeURIComponent(first.body.nextCursor)}`)

  const rows = [...first.body.items, ...second.body.items]
  expect(new Set(rows.map(row => row.kind))).toEqual(new Set(findingKinds))
  expect(rows).toHaveLength(findingKinds.length)
  expect(rows.every(row => row.number === record.number && row.remedy.it.length > 20)).toBe(true)
  expect(second.body.nextCursor).toBeNull()
  const clerk = await api.signIn({ role: 'clerk', office: 'scuola' })
  expect((await clerk.get('/api/v1/checks')).status).toBe(403)
})

test('a round asked for by who may is written in the audit log; asked for twice it is one', async () => {
  const operator = await api.signIn({ role: 'operator' })
  const asked = await operator.send('POST', '/api/v1/checks/runs', {})
  expect(asked.status).toBe(202)
  expect((await operator.send('POST', '/api/v1/checks/runs', {})).body.id).toBe(asked.body.id)
  const auditor = await api.signIn({ role: 'auditor' })
  expect((await auditor.send('POST', '/api/v1/checks/runs', {})).status).toBe(403)

  const runs = await api.database.db.global(tx => tx.select().from(consistencyRun))
  expect(runs).toMatchObject([{ id: asked.body.id, askedBy: operator.personId, startedAt: null }])
  const entries = await api.database.db.withTenants([api.town], tx => tx.select().from(auditEntry))
  const [entry] = entries.filter(one => one.action === 'checks.run')
  expect(entry).toMatchObject({ actor: { id: operator.personId, role: 'operator' }, outcome: 'asked' })
  const { body } = await auditor.get('/api/v1/checks')
  expect(body).toMatchObject({ last: { id: asked.body.id, endedAt: null }, ended: null })
})

test('status and metrics tell how much waits for a person, and when nobody looks any more', async () => {
  const runId = await api.database.db.global(async tx => (await askRun(tx, null), beginRun(tx)))
  const figures = { cases: 1, workflows: 1, found: 0, repaired: 0, error: null }
  await api.database.db.global(tx => endRun(tx, runId ?? '', figures))
  const partOf = async () => {
    const { body } = await request(`${api.origin}/status`)
    return body.parts.find((part: { name: string }) => part.name === 'reconciler')
  }
  expect(await partOf()).toEqual({ name: 'reconciler', state: 'up', detail: `${findingKinds.length + 1} findings` })
  const { text } = await request(`${api.origin}/metrics`)
  expect(text).toContain('iter_consistency_findings{kind="effect-stuck"} 2')

  await api.database.asSuperuser(`update consistency_run set ended_at = now() - interval '2 days'`)
  expect(await partOf()).toMatchObject({ state: 'down' })
})
