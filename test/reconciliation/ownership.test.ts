import { ownerOf } from '../../reconciliation/ownership.ts'

const town = { fiscalCode: '00111190191', segregationCodes: ['01'], otherPartners: [] }

it.each([
  ['01000000000004285', 'own'],
  ['47000000000004285', 'other-partner'],
  ['RF78015674839378494', 'own'],
  ['RF78475674839378494', 'other-partner'],
  ['0100000000000428', 'other-partner'],
])('%s is %s', (iuv, owner) => {
  expect(ownerOf(iuv, town)).toBe(owner)
})

it('a legacy notice is the town’s, or of its application codes where it tells them', () => {
  // Application code 01, base 42: check digits 82.
  const legacy = '000000000004282'
  expect(ownerOf(legacy, town)).toBe('own')
  expect(ownerOf(legacy, { ...town, applicationCodes: ['07', '01'] })).toBe('own')
  expect(ownerOf(legacy, { ...town, applicationCodes: ['07'] })).toBe('other-partner')
  expect(ownerOf(legacy, { ...town, applicationCodes: [] })).toBe('other-partner')
})
