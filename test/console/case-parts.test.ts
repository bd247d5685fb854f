import type { AllowedAct, DataItem } from '../../console/api-types.d.ts'
import { actForm, actStart, actValues, amendments } from '../../console/cases/act-fields.ts'
import { sectionedData } from '../../console/cases/data-sections.ts'
import { ageOn } from '../../console/cases/request/sections.ts'
import { retrying } from '../../console/cases/retrying.ts'
import { shownFields } from '../../console/forms/check.ts'
import { homeOf } from '../../console/frame/home.ts'
import { isConfirmable, noticeOf } from '../../console/imports/notice.ts'

const both = (words: string) => ({ it: words, en: words })

const act = (name: AllowedAct['act'], fields: [path: string, type: string, value?: string | boolean | string[]][]) => ({
  act: name,
  incident: 'incident-1',
  label: both('x'),
  preview: both('x'),
  tone: 'plain' as const,
  fields: fields.map(([path, type, value]) => ({
    path,
    type,
    label: both(path),
    value: value ?? null,
    required: true,
  })),
})

describe('an outcome recorded by hand', () => {
  const message = act('record-outcome', [
    ['sent', 'boolean'],
    ['messageId', 'string'],
    ['reason', 'string'],
    ['reachedBy', 'string'],
    ['checks', 'array'],
    ['positionId', 'string'],
  ])

  test('is asked in simple fields, and only what a person can know', () => {
    const form = actForm(message)
    expect(form.map(field => [field.key, field.type])).toEqual([
      ['sent', 'choice'],
      ['messageId', 'text'],
      ['reason', 'choice'],
      ['reachedBy', 'choice'],
    ])
    expect(form.every(field => field.label.it !== field.key)).toBe(true)
  })

  test('takes nothing for granted', () => expect(actStart(message)).toEqual({}))

  test('asks why only when it did not happen', () => {
    const shown = (sent: string) => shownFields(actForm(message), { sent }).map(({ field }) => field.key)
    expect(shown('true')).toEqual(['sent', 'messageId', 'reachedBy'])
    expect(shown('false')).toEqual(['sent', 'reason', 'reachedBy'])
  })

  test('is sent in the types of the step, without what was left empty', () => {
    expect(actValues(message, { sent: 'false', reachedBy: 'paper', messageId: '' })).toEqual({
      sent: false,
      reachedBy: 'paper',
      checks: [],
    })
  })

  test('chooses a document among those of the case', () => {
    const [field] = actForm(act('record-outcome', [['documentId', 'string']]), [{ id: 'd1', name: 'Avviso.pdf' }])
    expect(field?.options).toEqual([{ value: 'd1', label: both('Avviso.pdf') }])
  })
})

describe('data corrected', () => {
  const correction = act('amend', [
    ['request.child.fiscalCode', 'string', 'AAA'],
    ['request.days', 'list', ['mon']],
    ['decision.afterNotice', 'boolean', true],
  ])

  test('are written as at the counter', () => {
    expect(actForm(correction).map(field => field.type)).toEqual(['text', 'multi-choice', 'choice'])
    expect(actForm(correction)[0]?.pattern).toMatch(/A-Z/)
  })

  test('are sent alone when others stay', () => {
    const values = { ...actStart(correction), 'request.child.fiscalCode': 'BBB' }
    expect(amendments(correction, values)).toEqual([{ path: 'request.child.fiscalCode', value: 'BBB' }])
  })

  test('are all sent when none was changed', () => {
    expect(amendments(correction, actStart(correction))).toHaveLength(3)
  })
})

test('data stand by section; paths without words stand apart', () => {
  const item = (path: string, section: DataItem['section'], more: Partial<DataItem> = {}): DataItem => ({
    path,
    label: both(`di ${path}`),
    value: 1,
    valueText: null,
    section,
    technical: false,
    source: 'iter',
    masked: false,
    ...more,
  })
  const { sections, technical } = sectionedData([
    item('fare.cents', 'fare'),
    item('request.days', 'request'),
    item('fare.rules.0.text', 'fare', { label: both('fare.rules.0.text') }),
    item('receipt.documentId', 'request', { technical: true }),
  ])
  expect(sections.map(section => [section.key, section.items.length])).toEqual([
    ['request', 1],
    ['fare', 1],
  ])
  expect(technical.map(one => one.path)).toEqual(['fare.rules.0.text', 'receipt.documentId'])
})

test('a step is retried while it is at work, has failed and has a next attempt', () => {
  const step = { state: 'active' as const, tries: 2, nextAttemptAt: '2026-11-22T09:42:00Z' }
  expect(retrying([step, { ...step, tries: 0 }, { ...step, nextAttemptAt: null }, { ...step, state: 'done' }])).toEqual(
    [step],
  )
})

test('the day begins at the first page that is mine', () => {
  expect(homeOf(() => true)).toBe('/tasks')
  expect(homeOf(permission => permission !== 'tasks.read')).toBe('/incidents')
  expect(homeOf(permission => permission === 'cases.read')).toBe('/cases')
})

describe('a file of requests', () => {
  const file = { state: 'read' as const, rows: 4, good: 2, bad: 1, duplicate: 1 }
  test.each([
    ['fresh, with good rows', file, false, []],
    ['sent again, waiting for confirmation', file, true, ['known_waiting']],
    ['sent again after its import', { ...file, state: 'done' as const }, true, ['known']],
    ['without a good row', { ...file, good: 0, bad: 4, duplicate: 0 }, false, ['all_bad']],
    ['of cases that are there already', { ...file, good: 0, bad: 0, duplicate: 4 }, false, ['all_duplicate']],
    ['with no row to take', { ...file, good: 0 }, false, ['nothing_good']],
    ['empty', { ...file, rows: 0, good: 0, bad: 0, duplicate: 0 }, false, ['no_rows']],
    ['empty and sent again', { ...file, rows: 0, good: 0, bad: 0, duplicate: 0 }, true, ['known', 'no_rows']],
  ])('%s', (_name, given, isKnown, notices) => {
    expect(noticeOf(given, isKnown)).toEqual(notices)
    expect(isConfirmable(given)).toBe(given.state === 'read' && given.good > 0)
  })
})

test.each([
  ['2020-09-09', '2026-11-22', 6],
  ['2020-11-22', '2026-11-22', 6],
  ['2020-11-23', '2026-11-22', 5],
])('born %s, on %s: %i years', (birth, day, age) => expect(ageOn(birth, day)).toBe(age))
