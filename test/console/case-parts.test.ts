import type { AllowedAct, DataItem } from '../../console/api-types.d.ts'
import { actStart, amendments, toAct } from '../../console/cases/act-fields.ts'
import { sectionedData } from '../../console/cases/data-sections.ts'
import { ageOn } from '../../console/cases/request/sections.ts'
import { retrying } from '../../console/cases/retrying.ts'
import { shownFields } from '../../console/forms/check.ts'
import { homeOf } from '../../console/frame/home.ts'
import { isConfirmable, noticeOf } from '../../console/imports/notice.ts'

const both = (words: string) => ({ it: words, en: words })

type ActField = AllowedAct['fields'][number]
const yesOrNo = ['true', 'false'].map(value => ({ value, label: both(value) }))
const field = (key: string, some: Partial<ActField> = {}): ActField => ({
  key,
  label: both(key),
  type: 'text',
  required: true,
  value: null,
  ...some,
})
const act = (name: AllowedAct['act'], fields: ActField[], some: Partial<AllowedAct> = {}): AllowedAct => ({
  act: name,
  incident: 'incident-1',
  task: null,
  from: null,
  message: null,
  label: both('x'),
  preview: both('x'),
  tone: 'plain',
  reasonWords: 1,
  notBefore: null,
  fields,
  ...some,
})

describe('an outcome recorded by hand', () => {
  const message = act('record-outcome', [
    field('sent', { type: 'choice', options: yesOrNo }),
    field('messageId', { required: false, visible: 'values.sent = "true"' }),
    field('reachedBy', { type: 'choice', options: [{ value: 'paper', label: both('Carta') }] }),
    field('source'),
  ])

  test('takes nothing for granted', () => expect(actStart(message)).toEqual({}))

  test('asks only what the answers before it call for', () => {
    const shown = (sent: string) => shownFields(message.fields, { sent }).map(one => one.field.key)
    expect(shown('true')).toEqual(['sent', 'messageId', 'reachedBy', 'source'])
    expect(shown('false')).toEqual(['sent', 'reachedBy', 'source'])
  })

  test('is sent in the types of the step, without what was left empty', () => {
    expect(toAct(message, { sent: 'false', reachedBy: 'paper', messageId: '', source: ' telefono ' })).toEqual({
      type: 'record-outcome',
      incident: 'incident-1',
      output: { sent: false, reachedBy: 'paper' },
      source: 'telefono',
    })
  })
})

describe('data corrected', () => {
  const correction = act('amend', [
    field('request.child.fiscalCode', { value: 'AAA' }),
    field('request.days', { type: 'multi-choice', value: ['mon'] }),
    field('decision.afterNotice', { type: 'choice', options: yesOrNo, value: 'true' }),
  ])

  test('are sent alone when others stay', () => {
    const values = { ...actStart(correction), 'request.child.fiscalCode': 'BBB' }
    expect(amendments(correction, values)).toEqual([{ path: 'request.child.fiscalCode', value: 'BBB' }])
  })

  test('are all sent when none was changed', () => {
    expect(amendments(correction, actStart(correction))).toEqual([
      { path: 'request.child.fiscalCode', value: 'AAA' },
      { path: 'request.days', value: ['mon'] },
      { path: 'decision.afterNotice', value: true },
    ])
  })
})

test('the other acts carry what was chosen, and no more', () => {
  const handOver = act('reassign', [], { task: 't#1' })
  expect(toAct(handOver, { assignee: 'anna', office: 'diete' })).toEqual({
    type: 'reassign',
    task: 't#1',
    assignee: 'anna',
  })
  expect(toAct(handOver, { office: 'diete' })).toEqual({ type: 'reassign', task: 't#1', office: 'diete' })
  expect(toAct(act('move', [], { from: 'a#1' }), { to: 'b' })).toEqual({ type: 'move', from: 'a#1', to: 'b' })
  expect(toAct(act('close', []), { ground: 'duplicate', text: ' ' })).toEqual({ type: 'close', ground: 'duplicate' })
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
  expect(homeOf(permission => permission !== 'tasks.read')).toBe('/payments')
  expect(homeOf(permission => permission === 'incidents.read' || permission === 'payments.read')).toBe('/incidents')
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
