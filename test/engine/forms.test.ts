import type { Field, Form } from '../../engine/form.ts'
import { checkForm, formExpressions, formFacts, isRequired, visibleFields } from '../../engine/forms.ts'
import type { Json, JsonObject } from '../../engine/json.ts'

const text = (it: string) => ({ it, en: it })

const aForm = (...fields: (Partial<Field> & Pick<Field, 'key' | 'type'>)[]): Form => ({
  key: 'decide',
  title: text('Decidi'),
  facts: [],
  fields: fields.map(field => ({ label: text(field.key), ...field })),
})

const options = [
  { value: 'approve', label: text('Approva') },
  { value: 'refuse', label: text('Respingi') },
]

function faults(form: Form, values: JsonObject, document: JsonObject = {}): string[] {
  return checkForm(form, values, document).map(({ path, message }) => `${path}: ${message.it}`)
}

test.each<[string, Partial<Field> & Pick<Field, 'type'>, Json, boolean]>([
  ['text', { type: 'text' }, 'x', true],
  ['blank text', { type: 'text' }, '  ', false],
  ['number as text', { type: 'text' }, 3, false],
  ['text at its limit', { type: 'text', maxLength: 3 }, 'è😀a', true],
  ['text over its limit', { type: 'text', maxLength: 3 }, 'abcd', false],
  ['whole text matches', { type: 'text', pattern: '[A-Z]{2}[0-9]+' }, 'AB12', true],
  ['only part matches', { type: 'text', pattern: '[A-Z]{2}' }, 'ABC', false],
  ['alternatives match whole', { type: 'text', pattern: 'a|b' }, 'ab', false],
  ['date', { type: 'date' }, '2026-02-28', true],
  ['no such date', { type: 'date' }, '2026-02-29', false],
  ['date too early', { type: 'date', min: '2026-09-01' }, '2026-08-31', false],
  ['date too late', { type: 'date', max: '2026-09-01' }, '2026-09-02', false],
  ['integer', { type: 'integer', min: 0, max: 9 }, 9, true],
  ['integer too large', { type: 'integer', max: 9 }, 10, false],
  ['half', { type: 'integer' }, 1.5, false],
  ['cents', { type: 'money', min: 1 }, 450, true],
  ['too few cents', { type: 'money', min: 1 }, 0, false],
  ['no', { type: 'boolean' }, false, true],
  ['yes as text', { type: 'boolean' }, 'yes', false],
  ['an option', { type: 'choice', options }, 'approve', true],
  ['no option', { type: 'choice', options }, 'maybe', false],
  ['several options', { type: 'multi-choice', options }, ['approve', 'refuse'], true],
  ['an option twice', { type: 'multi-choice', options }, ['approve', 'approve'], false],
  ['a document', { type: 'document' }, '5a1f6f0e-0000-4000-8000-000000000000', true],
  ['a document as object', { type: 'document' }, { id: 1 }, false],
])('%s', (_, field, value, fine) => {
  expect(checkForm(aForm({ key: 'f', ...field }), { f: value }, {})).toHaveLength(fine ? 0 : 1)
})

describe('required and visible', () => {
  const form = aForm(
    { key: 'outcome', type: 'choice', options, required: true },
    { key: 'reasons', type: 'textarea', required: 'values.outcome = "refuse"' },
    { key: 'from', type: 'date', visible: 'values.outcome = "approve"', required: true },
    { key: 'arrears', type: 'boolean', visible: 'arrears.cents > 0', required: true },
  )

  test('nothing filled in', () => {
    expect(faults(form, {})).toEqual(['outcome: Campo obbligatorio.'])
  })

  test.each<[JsonObject, JsonObject, string[]]>([
    [{ outcome: 'refuse' }, {}, ['reasons: Campo obbligatorio.']],
    [{ outcome: 'refuse', reasons: 'perché' }, {}, []],
    [{ outcome: 'approve' }, {}, ['from: Campo obbligatorio.']],
    [{ outcome: 'approve', from: '2026-09-14' }, { arrears: { cents: 10 } }, ['arrears: Campo obbligatorio.']],
    [{ outcome: 'approve', from: '2026-09-14', arrears: false }, { arrears: { cents: 10 } }, []],
    [{ outcome: 'refuse', reasons: 'perché', from: '2026-09-14' }, {}, ['from: Campo non previsto dal modulo.']],
    [{ outcome: 'refuse', reasons: 'perché', from: null }, {}, []],
    [{ outcome: 'refuse', reasons: 'perché', hack: 1 }, {}, ['hack: Campo non previsto dal modulo.']],
  ])('%j beside %j', (values, document, expected) => {
    expect(faults(form, values, document)).toEqual(expected)
  })

  test('what a person sees follows what they fill in', () => {
    const keys = (values: JsonObject) => visibleFields(form, values, {}).map(field => field.key)
    expect(keys({})).toEqual(['outcome', 'reasons'])
    expect(keys({ outcome: 'approve' })).toEqual(['outcome', 'reasons', 'from'])
    const reasons = form.fields[1] as Field
    expect([isRequired(reasons, {}, {}), isRequired(reasons, { outcome: 'refuse' }, {})]).toEqual([false, true])
  })

  test('every expression is told to the compiler', () => {
    expect(formExpressions(form).map(({ path }) => path)).toEqual([
      'fields.reasons.required',
      'fields.from.visible',
      'fields.arrears.visible',
    ])
  })
})

test('facts in words, with the first badge that holds', () => {
  const form: Form = {
    ...aForm(),
    facts: [
      {
        label: { it: 'Arretrati', en: 'Arrears' },
        value: 'arrears.cents',
        format: 'money',
        badge: [
          { when: 'arrears.cents > 0', tone: 'bad', text: { it: 'Da pagare', en: 'Due' } },
          { when: 'true', tone: 'ok', text: { it: 'In regola', en: 'In order' } },
        ],
      },
      { label: text('Residente'), value: 'residence.resident' },
      { label: text('Nato il'), value: 'child.birthDate', format: 'date' },
      { label: text('Nulla'), value: 'nothing.here' },
      { label: text('Quota'), value: '0.5' },
      { label: text('Giorni'), value: 'days' },
    ],
  }
  const document = {
    arrears: { cents: 123450 },
    residence: { resident: true },
    child: { birthDate: '2019-05-01' },
    days: ['lun', 'mar'],
  }
  const shown = (lang: 'it' | 'en') => formFacts(form, document, lang).map(fact => fact.value)
  expect(shown('it')).toEqual(['1.234,50 €', 'sì', '01/05/2019', '—', '0,5', 'lun, mar'])
  expect(shown('en')).toEqual(['€1,234.50', 'yes', '01/05/2019', '—', '0.5', 'lun, mar'])
  expect(formFacts(form, document, 'it').map(fact => fact.badge)).toEqual([
    { tone: 'bad', text: 'Da pagare' },
    ...Array(5).fill(null),
  ])
  expect(formFacts(form, { ...document, arrears: { cents: 0 } }, 'en')[0]).toEqual({
    label: 'Arrears',
    value: '€0.00',
    badge: { tone: 'ok', text: 'In order' },
  })
})
