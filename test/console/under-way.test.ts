import type { IncidentGroup, Restart } from '../../console/api-types.d.ts'
import { restartOf, stateOf, toldOf } from '../../console/restarts/under-way.ts'

const town = { id: 't1', code: 'H314', name: 'Ripalta Cremasca' }
const aRestart = (state: Restart['state'], counts: Partial<Restart['counts']>): Restart => ({
  id: 'r1',
  cause: { platform: 'register', kind: 'misconfigured', code: 'register-unauthorised', message: 'Chiave rifiutata.' },
  reason: 'Chiave sostituita.',
  by: null,
  state,
  createdAt: '2026-11-22T10:00:00Z',
  endedAt: null,
  perSecond: 20,
  municipalities: [town],
  leftOut: 0,
  counts: { total: 60, waiting: 0, asked: 0, restarted: 0, blockedAgain: 0, skipped: 0, stopped: 0, ...counts },
})
const group: IncidentGroup = {
  id: 'g1',
  platform: 'register',
  kind: 'misconfigured',
  code: 'register-unauthorised',
  message: 'Chiave rifiutata.',
  cases: 30,
  municipalities: [town],
  dueSoon: 0,
  toVerify: 0,
  heals: false,
  since: '2026-11-22T09:00:00Z',
  lastAt: '2026-11-22T09:00:00Z',
  growth: [],
  health: null,
}

test('it is over when the last case has told what came of it, not when it was asked for', () => {
  expect(stateOf(aRestart('done', { asked: 34, restarted: 26 }))).toBe('running')
  expect(toldOf(aRestart('done', { asked: 34, restarted: 26 }))).toBe(26)
  expect(stateOf(aRestart('done', { restarted: 58, skipped: 2 }))).toBe('done')
  expect(stateOf(aRestart('stopped', { asked: 1, stopped: 59 }))).toBe('stopped')
})

test('a group knows what restarts it: the same cause, in a town of its own, still under way', () => {
  const running = aRestart('running', { waiting: 60 })
  expect(restartOf(group, [aRestart('done', { restarted: 60 }), running])).toBe(running)
  expect(restartOf({ ...group, code: 'register-certificate' }, [running])).toBeUndefined()
  expect(restartOf({ ...group, municipalities: [{ ...town, id: 't2' }] }, [running])).toBeUndefined()
})
