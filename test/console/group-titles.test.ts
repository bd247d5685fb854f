import type { IncidentGroup } from '../../console/api-types.d.ts'
import { titledGroups } from '../../console/incidents/group-titles.ts'

const town = (id: string) => ({ id, code: id, name: id })
const aGroup = (some: Partial<IncidentGroup>): IncidentGroup => ({
  id: 'g',
  platform: 'pagopa',
  kind: 'refused',
  code: 'iuv-taken',
  message: 'Il numero di avviso è già usato.',
  cases: 1,
  municipalities: [town('Crema'), town('Offanengo')],
  dueSoon: 0,
  toVerify: 0,
  heals: false,
  since: '2026-11-22T10:00:00Z',
  lastAt: '2026-11-22T10:00:00Z',
  growth: [],
  health: null,
  ...some,
})
const t = (key: string, { platform = '' }: Record<string, unknown> = {}) => [key, platform].join(' ').trim()
const titles = (...groups: IncidentGroup[]) => titledGroups(groups, t).map(({ title }) => title)

const cause = 'iter.incidents.cause.refused iter.platform.pagopa'
const other = { code: 'position-refused', message: 'L’importo non è valido.' }

test('two causes of one platform are told apart by their messages', () => {
  expect(titles(aGroup({}), aGroup(other))).toEqual([
    `${cause}: Il numero di avviso è già usato.`,
    `${cause}: L’importo non è valido.`,
  ])
})

test('one alone needs no more than its cause, nor do two of different towns, whose names stand beside them', () => {
  expect(titles(aGroup({}))).toEqual([cause])
  const ofTowns = ['Crema', 'Offanengo'].map(one => aGroup({ municipalities: [town(one)] }))
  expect(titles(...ofTowns)).toEqual([cause, cause])
})
