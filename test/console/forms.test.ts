import { readFileSync } from 'node:fs'
import type { FormField } from '../../console/api-types.d.ts'
import { canteenEnrolment } from '../../console/cases/request/canteen-enrolment.ts'
import { nested } from '../../console/cases/request/nested.ts'
import { sectionsOf, withOptions } from '../../console/cases/request/sections.ts'
import { checkValues, shownFields } from '../../console/forms/check.ts'

const text = (it: string) => ({ it, en: it })

const fields: FormField[] = [
  {
    key: 'outcome',
    label: text('Esito'),
    type: 'choice',
    required: true,
    options: [
      { value: 'valid', label: text('Valido') },
      { value: 'more', label: text('Altro') },
    ],
  },
  { key: 'act', label: text('Estremi'), type: 'text', required: true, visible: 'values.outcome = "valid"' },
  { key: 'why', label: text('Perché'), type: 'textarea', required: 'values.outcome != "valid"' },
]
const keys = (shown: { field: FormField; required: boolean }[]) =>
  shown.map(({ field, required }) => `${field.key}${required ? '*' : ''}`)

describe("a task's form", () => {
  test('shows and asks by what is typed so far', () => {
    expect(keys(shownFields(fields, { outcome: 'valid' }))).toEqual(['outcome*', 'act*', 'why'])
    expect(keys(shownFields(fields, { outcome: 'more' }))).toEqual(['outcome*', 'why*'])
  })

  test('is checked in the language on screen', () => {
    expect(checkValues(fields, { outcome: null, why: 'x' }, 'it')).toEqual({ outcome: 'Campo obbligatorio.' })
    expect(checkValues(fields, { outcome: 'valid', act: null }, 'en')).toEqual({ act: 'This field is required.' })
    expect(checkValues(fields, { outcome: 'more', why: 'manca il certificato' }, 'it')).toEqual({})
  })

  test('reads the case document', () => {
    const visible: FormField[] = [
      { key: 'a', label: text('A'), type: 'text', visible: 'not(identity.verified = true)' },
    ]
    expect(shownFields(visible, {}, { identity: { verified: true } })).toEqual([])
    expect(shownFields(visible, {}, { identity: { verified: false } })).toHaveLength(1)
  })
})

describe('a request typed at the counter', () => {
  const all = canteenEnrolment.flatMap(section => section.fields)
  const typed = {
    schoolYear: '2026/2027',
    'applicant.firstName': 'Carla',
    'applicant.lastName': 'Monti',
    'applicant.fiscalCode': 'MNTCRL79C44D142X',
    'applicant.relation': 'parent',
    'child.firstName': 'Andrea',
    'child.lastName': 'Monti',
    'child.fiscalCode': 'MNTNDR20P12D142K',
    'school.code': 'S1',
    'school.class': '2B',
    days: ['mon', 'tue'],
    'diet.kind': 'standard',
    'isee.status': 'declared',
    'isee.valueCents': 1234500,
  }
  const town = { schools: [{ code: 'S1', name: 'Marconi', classes: ['1A', '2B'] }], paymentServices: [] }
  const withTown = withOptions(all, typed, town, '2026-11-22')

  test('paths become the nested request, nothing empty in it', () => {
    expect(nested({ 'a.b.c': 1, 'a.d': null, e: '', f: [], g: false })).toEqual({ a: { b: { c: 1 } }, g: false })
  })

  test('a whole one is in order', () => {
    expect(checkValues(withTown, typed, 'it')).toEqual({})
  })

  test("the ISEE's value is asked only when it is declared", () => {
    expect(checkValues(withTown, { ...typed, 'isee.valueCents': null }, 'it')).toEqual({
      'isee.valueCents': 'Campo obbligatorio.',
    })
    const later = { ...typed, 'isee.status': 'to-follow', 'isee.valueCents': null }
    expect(keys(shownFields(withTown, later))).not.toContain('isee.valueCents')
    expect(checkValues(withTown, later, 'it')).toEqual({})
  })

  test('the act of guardianship belongs to guardians', () => {
    expect(keys(shownFields(withTown, typed))).not.toContain('guardianAct.number*')
    expect(keys(shownFields(withTown, { ...typed, 'applicant.relation': 'guardian' }))).toContain('guardianAct.number*')
  })

  test('classes are those of the school, schools those of the town', () => {
    const classes = withTown.find(field => field.key === 'school.class')?.options
    expect(classes?.map(option => option.value)).toEqual(['1A', '2B'])
    expect(withOptions(all, {}, town, '2026-11-22').find(field => field.key === 'school.class')?.options).toEqual([])
  })

  test("a procedure's own form comes first", () => {
    const own = { sections: [{ key: 'x', title: text('X'), fields: [] }] }
    expect(sectionsOf({ key: 'canteen-enrolment', requestForm: own })).toEqual(own.sections)
    expect(sectionsOf({ key: 'canteen-enrolment', requestForm: null })).toBe(canteenEnrolment)
    expect(sectionsOf({ key: 'other', requestForm: null })).toEqual([])
  })
})

describe('the form of a payment request', () => {
  const { key, counterForm } = JSON.parse(readFileSync('workflows/procedures/payment-request/procedure.json', 'utf8'))
  const all = sectionsOf({ key, requestForm: counterForm }).flatMap(section => section.fields)
  const town = { schools: [], paymentServices: [{ code: 'tari', name: 'TARI' }] }
  const typed = {
    service: 'tari',
    description: 'anno 2026',
    cents: 12600,
    dueDate: '2026-12-16',
    'debtor.lastName': 'Bar Centrale Srl',
    'debtor.fiscalCode': '82000190817',
  }
  const withTown = withOptions(all, typed, town, '2026-11-22')

  test("offers the town's services, and is whole with what everybody must say", () => {
    expect(withTown.find(field => field.key === 'service')?.options?.map(one => one.value)).toEqual(['tari'])
    expect(checkValues(withTown, typed, 'it')).toEqual({})
    expect(checkValues(withTown, { ...typed, cents: null }, 'it')).toEqual({ cents: 'Campo obbligatorio.' })
  })

  test('asks when instalments are due once it knows that there are any', () => {
    expect(keys(shownFields(withTown, typed))).not.toContain('instalments.firstDate*')
    const inTwo = { ...typed, 'instalments.count': 2 }
    expect(Object.keys(checkValues(withTown, inTwo, 'it'))).toEqual([
      'instalments.firstDate',
      'instalments.everyMonths',
    ])
  })
})
