import { readFileSync } from 'node:fs'
import { readStaffMessage } from '../../server/acts/staff-messages.ts'
import { actPayload } from '../../server/relay/payloads.ts'
import { manifest } from '../../server/procedures/manifest.ts'

const procedure = JSON.parse(readFileSync('workflows/procedures/payment-request/procedure.json', 'utf8'))
const { fields } = manifest.parse(procedure).staffMessages['amendment']!
const read = (values: Parameters<typeof readStaffMessage>[1]) => readStaffMessage(fields, values, {})

describe('what the office tells a case', () => {
  test('is the message’s data, nested; what was left empty is not said', () => {
    expect(read({})).toEqual({ data: {} })
    expect(read({ cents: 9_000, dueDate: null })).toEqual({ data: { cents: 9_000 } })
    const instalments = { count: 2, firstDate: '2027-01-31', everyMonths: 1 }
    const flat = Object.fromEntries(Object.entries(instalments).map(([key, value]) => [`instalments.${key}`, value]))
    expect(read(flat)).toEqual({ data: { instalments } })
  })

  test('is what its form asks for, and nothing else', () => {
    expect(read({ cents: 0, iban: 'x' })).toEqual({
      errors: [
        { path: 'iban', message: 'Campo non previsto dal modulo.' },
        { path: 'cents', message: 'Il minimo è 0.01 €.' },
      ],
    })
    expect(read({ 'instalments.count': 3 })).toMatchObject({
      errors: [{ path: 'instalments.firstDate' }, { path: 'instalments.everyMonths' }],
    })
  })
})

test('an act reaches its case as it was asked for', () => {
  const acts = [
    { type: 'message', name: 'amendment', data: { cents: 9_000 } },
    { type: 'close', ground: 'revoked', text: 'Perché la delibera è cambiata.' },
  ]
  for (const act of acts) {
    const request = { requestId: 'r', actor: { kind: 'staff', id: 'p' }, act }
    expect(actPayload(request)).toEqual(request)
  }
})
