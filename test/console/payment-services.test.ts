import type { PaymentService } from '../../console/api-types.d.ts'
import type { Locale } from '../../console/format.ts'
import { bodyOf, draftOf, faultsOf, typedAs } from '../../console/municipalities/services/service-form.ts'

const tari: PaymentService = {
  code: 'tari',
  name: 'TARI',
  office: null,
  category: '9/0101002IM/',
  iban: null,
  postalIban: 'IT42K0760111400000012345678',
  postalHolder: 'Comune di Offanengo - TARI',
  segregationCode: null,
  shares: [
    {
      payeeFiscalCode: '80002130195',
      payeeName: 'Provincia di Cremona',
      iban: 'IT50L0503411400000000200200',
      category: '9/0201102IM/',
      description: 'TEFA',
      permille: 50,
    },
  ],
  isTax: true,
  expires: false,
  remindAfterDays: 30,
  isActive: true,
}
const locale: Locale = 'it'
const asked = { isNew: false, known: ['tari'], taken: 'c’è già', locale }

describe('a payment service while it is typed', () => {
  test('is sent as it came when nothing was changed', () => {
    const { code: _code, ...body } = tari
    expect(bodyOf(draftOf(tari), true)).toEqual(body)
    expect(faultsOf(draftOf(tari), asked)).toEqual({})
  })

  test('says in words, at each field, what is wrong', () => {
    const draft = draftOf(tari)
    draft.service = { ...draft.service, name: null, category: '0101', iban: 'DE00', remindAfterDays: 0 }
    draft.shares = [{ payeeName: 'Provincia', payeeFiscalCode: '123', permille: 50 }]
    expect(faultsOf(draft, asked)).toEqual({
      name: 'Campo obbligatorio.',
      category: 'Serve un codice di tassonomia, come 9/0101109SP/.',
      iban: 'Serve un IBAN italiano: IT e altri 25 caratteri.',
      remindAfterDays: 'Il minimo è 1.',
      'shares.0.payeeFiscalCode': 'Servono 11 cifre.',
      'shares.0.iban': 'Campo obbligatorio.',
      'shares.0.category': 'Campo obbligatorio.',
      'shares.0.description': 'Campo obbligatorio.',
    })
    expect(faultsOf(draft, { ...asked, locale: 'en' })['shares.0.payeeFiscalCode']).toBe('11 digits are needed.')
  })

  test('has a code that is free', () => {
    const draft = draftOf(null)
    draft.service = { ...draft.service, name: 'TARI', category: '9/0101002IM/', code: 'tari' }
    expect(faultsOf(draft, { ...asked, isNew: true })).toEqual({ code: 'c’è già' })
    draft.service['code'] = 'TARI 2'
    expect(faultsOf(draft, { ...asked, isNew: true })['code']).toMatch(/^Lettere minuscole/)
  })

  test('has no holder without a postal account, and no blanks in an account', () => {
    const draft = draftOf(tari)
    draft.service = { ...draft.service, postalIban: null, iban: typedAs('iban', 'it60 x054 2811 1010 0000 0123 456') }
    expect(faultsOf(draft, asked)).toEqual({})
    expect(bodyOf(draft, false)).toMatchObject({
      iban: 'IT60X0542811101000000123456',
      postalIban: null,
      postalHolder: null,
      isActive: false,
    })
  })
})
