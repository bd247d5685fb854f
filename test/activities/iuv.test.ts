import fc from 'fast-check'
import {
  checkNav,
  isCreditorReference,
  isOurIuv,
  iuvOfNav,
  paymentNumbers,
  printedNav,
  qrPayload,
} from '../../activities/pagopa/iuv.ts'

const segregation = fc.integer({ min: 0, max: 49 }).map(code => String(code).padStart(2, '0'))
const base = fc.bigInt({ min: 0n, max: 10n ** 13n - 1n })

describe('IUV and NAV', () => {
  it('meets the published vector', () => {
    expect(paymentNumbers('01', 42n)).toEqual({ iuv: '01000000000004285', nav: '301000000000004285' })
    expect(checkNav('301000000000004285')).toBeNull()
    expect(checkNav('301000000000004286')).toBe('check-digits')
  })

  it.each([
    ['001000000000004282', null],
    ['302000100000009424', 'check-digits'],
    ['112345678901234567', null],
    ['412345678901234567', 'aux-digit'],
    ['30100000000000428', 'not-18-digits'],
    ['30100000000000428A', 'not-18-digits'],
  ])('checks the foreign NAV %s', (nav, problem) => expect(checkNav(nav)).toBe(problem))

  it('makes numbers that are well formed, and different for different bases', () => {
    fc.assert(
      fc.property(segregation, base, base, (code, one, other) => {
        const numbers = paymentNumbers(code, one)
        expect(numbers.iuv).toMatch(/^\d{17}$/)
        expect(checkNav(numbers.nav)).toBeNull()
        expect(iuvOfNav(numbers.nav)).toBe(numbers.iuv)
        expect(isOurIuv(numbers.iuv, code)).toBe(true)
        if (one !== other) expect(paymentNumbers(code, other).iuv).not.toBe(numbers.iuv)
      }),
    )
  })

  it('notices every single wrong digit', () => {
    const place = fc.integer({ min: 1, max: 17 })
    fc.assert(
      fc.property(segregation, base, place, fc.integer({ min: 1, max: 9 }), (code, number, at, add) => {
        const { nav } = paymentNumbers(code, number)
        const digit = (Number(nav[at]) + add) % 10
        expect(checkNav(nav.slice(0, at) + digit + nav.slice(at + 1))).toBe('check-digits')
      }),
    )
  })

  it.each([
    ['50', 1n],
    ['1', 1n],
    ['01', 10n ** 13n],
    ['01', -1n],
  ])('refuses segregation code %s with base %s', (code, number) => {
    expect(() => paymentNumbers(code, number)).toThrow(RangeError)
  })

  it.each([
    ['RF78567483937849450550875', true],
    ['RF23567483937849450550875', false],
    ['RF7', false],
  ])('creditor reference %s: %s', (reference, good) => expect(isCreditorReference(reference)).toBe(good))

  it('knows whose an IUV is', () => {
    expect(isOurIuv('48000000000004285', '48')).toBe(true)
    expect(isOurIuv('47000000000004285', '48')).toBe(false)
    expect(isOurIuv('RF7848123', '48')).toBe(true)
  })
})

describe('QR code', () => {
  const notice = { nav: '301000000000004285', payeeFiscalCode: '82000190815', cents: 5000 }

  it('has the payload of document 002', () => {
    expect(qrPayload(notice)).toBe('PAGOPA|002|301000000000004285|82000190815|5000')
    expect(qrPayload({ ...notice, cents: 5 })).toMatch(/\|05$/)
  })

  it('is between 43 and 52 characters for every amount', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9_999_999_999 }), cents => {
        const { length } = qrPayload({ ...notice, cents })
        expect(length).toBeGreaterThanOrEqual(43)
        expect(length).toBeLessThanOrEqual(52)
      }),
    )
  })

  it.each([
    { ...notice, nav: '30100000000000428A' },
    { ...notice, payeeFiscalCode: '820001908' },
    { ...notice, cents: 10_000_000_000 },
  ])('refuses %j', broken => expect(() => qrPayload(broken)).toThrow(RangeError))

  it('prints the NAV in groups of four', () => expect(printedNav(notice.nav)).toBe('3010 0000 0000 0042 85'))
})
