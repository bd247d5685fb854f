import { citizens, families, householdOf } from '../../sandbox/platforms/citizens.ts'
import { fiscalCodeOf, isFiscalCode, numericCode, type Birth } from '../../sandbox/platforms/fiscal-code.ts'
import { towns } from '../../sandbox/platforms/towns.ts'

describe('fiscal codes', () => {
  it.each<[string, Partial<Birth>, string]>([
    ['plain', {}, 'RSSMRA85T10A562S'],
    ['a woman: the day plus forty', { firstName: 'Maria', sex: 'F' }, 'RSSMRA85T50A562W'],
    ['four consonants: first, third, fourth', { firstName: 'Gianfranco' }, 'RSSGFR85T10A562I'],
    ['a short surname', { lastName: 'Fo' }, 'FOXMRA85T10A562G'],
    ['accents and apostrophes', { lastName: 'D’Alò' }, 'DLAMRA85T10A562Z'],
  ])('%s', (_what, changes, expected) => {
    const mario: Birth = {
      lastName: 'Rossi',
      firstName: 'Mario',
      sex: 'M',
      birthDate: '1985-12-10',
      birthPlace: 'A562',
    }
    expect(fiscalCodeOf({ ...mario, ...changes })).toBe(expected)
    expect(isFiscalCode(expected)).toBe(true)
  })

  it('know a wrong check character, and the eleven digits of a body', () => {
    expect(isFiscalCode('RSSMRA85T10A562T')).toBe(false)
    expect(isFiscalCode('RSSMRA85T10A562')).toBe(false)
    expect(numericCode('0000001001')).toBe('00000010017')
  })
})

describe('the demo’s people', () => {
  it('have valid codes, each their own', () => {
    expect(citizens.filter(citizen => !isFiscalCode(citizen.fiscalCode))).toEqual([])
    expect(new Set(citizens.map(citizen => citizen.fiscalCode)).size).toBe(citizens.length)
    expect(new Set(citizens.map(citizen => citizen.idAnpr)).size).toBe(citizens.length)
  })

  it('cover every story in every town', () => {
    expect(new Set(families.map(family => family.townCode))).toEqual(new Set(towns.map(town => town.code)))
    const applicants = families.map(family => citizens.find(citizen => citizen.fiscalCode === family.applicant)!)
    const bondOf = (index: number) => {
      const child = citizens.find(citizen => citizen.fiscalCode === families[index]!.children[0])!
      const { fiscalCode } = applicants[index]!
      if (child.motherFiscalCode === fiscalCode) return 'mother'
      if (child.fatherFiscalCode === fiscalCode) return 'father'
      return householdOf(child).some(one => one.fiscalCode === fiscalCode) ? 'household' : 'none'
    }
    expect(new Set(families.map((_family, index) => bondOf(index)))).toEqual(
      new Set(['mother', 'father', 'household', 'none']),
    )
    expect(applicants.some(one => !one.onIo)).toBe(true)
    expect(applicants.some(one => one.onIo && !one.senderAllowed)).toBe(true)
    expect(citizens.some(one => one.protectedAddress)).toBe(true)
    expect(citizens.some(one => !one.inAnpr)).toBe(true)
    expect(families.some(family => family.iseeCents === null)).toBe(true)
    expect(families.some(family => family.arrearsCents > 0)).toBe(true)
  })

  it('in the sandbox pay into accounts that are well formed', () => {
    const isIban = (iban: string) =>
      (iban.slice(4) + iban.slice(0, 4))
        .split('')
        .reduce((rest, character) => Number(`${rest}${parseInt(character, 36)}`) % 97, 0) === 1
    expect(towns.filter(town => !isIban(town.iban))).toEqual([])
  })
})
