import { createHash } from 'node:crypto'
import { inflateSync } from 'node:zlib'
import { actPage, type ActKind } from '../../activities/acts/act-page.ts'
import { actKinds } from '../../activities/acts/declarations.ts'
import { printedDate, printedMoney, romeDate } from '../../activities/documents/format.ts'
import { dataMatrix } from '../../activities/documents/data-matrix.ts'
import { runsOf } from '../../activities/documents/fonts.ts'
import type { Page } from '../../activities/documents/page.ts'
import { renderPdf } from '../../activities/documents/render-pdf.ts'
import { noticePage } from '../../activities/pagopa/notice-page.ts'
import { postalPayload } from '../../activities/pagopa/postal.ts'
import { missingFrom } from '../../activities/canteen/completeness.ts'

const AT = '2026-11-22T23:30:00.000Z'
const setting = {
  municipality: { name: 'Ripalta Cremasca', fiscalCode: '82000190815', province: 'CR' },
  office: 'Ufficio scuola',
  responsible: 'Marco Ferri',
  contacts: 'tel. 0373 000001',
  case: {
    number: 'MENSA-2026-000001',
    title: 'Iscrizione alla mensa',
    applicantName: 'Bianchi Chiara',
    subjectName: 'Živković Łucja',
    receivedAt: AT,
  },
  at: AT,
}

const textOf = (page: Page): string =>
  [
    page.head.name,
    ...page.head.lines,
    page.title,
    ...page.blocks.flatMap(block => {
      if (block.type === 'facts') return block.items.map(({ label, value }) => `${label}: ${value}`)
      if (block.type === 'list') return block.items
      if (block.type === 'slip')
        return [block.title, block.qr.payload, ...block.items.map(({ label, value }) => `${label}: ${value}`)]
      return block.type === 'qr' ? [block.payload] : [block.text]
    }),
    ...page.signature,
  ].join('\n')

describe('acts say what the law wants in them', () => {
  const act = (kind: ActKind, some = {}) => textOf(actPage({ kind, ...some }, setting))

  it.each(actKinds)('%s: town, office, person in charge, case', kind => {
    const text = act(kind)
    for (const part of [
      'Comune di Ripalta Cremasca',
      'Ufficio scuola',
      'Marco Ferri',
      'MENSA-2026-000001',
      '23/11/2026',
    ]) {
      expect(text).toContain(part)
    }
  })

  it.each(['approval', 'refusal'] as const)('%s: reasons, and remedies with their terms', kind => {
    const text = act(kind, { reasons: 'Perché sì.' })
    for (const part of ['Perché sì.', '60 giorni', '120 giorni', 'art. 3, c. 4']) expect(text).toContain(part)
  })

  it('receipt: term, and what can be done when it passes', () => {
    const text = act('receipt', { due: '2026-12-22', protocol: { number: '0000007', year: 2026, date: '2026-11-22' } })
    for (const part of ['22/12/2026', 'n. 0000007 del 22/11/2026', '2, c. 9-bis', '18-bis'])
      expect(text).toContain(part)
  })

  it('integration request: each missing thing, the day, one suspension only', () => {
    const text = act('integration-request', {
      missing: [{ text: 'I giorni.' }, { text: 'Il certificato.' }],
      due: '2026-12-22',
    })
    for (const part of ['I giorni.', 'Il certificato.', '22/12/2026', 'una sola volta']) expect(text).toContain(part)
  })

  it('refusal notice: ten days for observations', () => {
    expect(act('refusal-notice', { reasons: 'x' })).toContain('dieci giorni')
  })

  it('approval: fare with its reason, from when, no empty facts', () => {
    const text = act('approval', { fareCents: 450, fareReason: 'riga 2', startsOn: '2026-12-01', days: ['mon', 'fri'] })
    for (const part of ['4,50 €', 'riga 2', '01/12/2026', 'lunedì, venerdì']) expect(text).toContain(part)
    expect(text).not.toMatch(/Scuola:|undefined|null/)
  })
})

describe('PDF', () => {
  const page = actPage({ kind: 'receipt' }, setting)

  it('is tagged, Italian, titled, with its fonts inside', async () => {
    const raw = (await renderPdf(page, AT)).toString('latin1')
    for (const part of ['/StructTreeRoot', '/Marked true', '(it-IT)', '/DisplayDocTitle true', '/FontFile']) {
      expect(raw).toContain(part)
    }
  })

  it('is the same bytes for the same page and time', async () => {
    const [one, other] = await Promise.all([renderPdf(page, AT), renderPdf(page, AT)])
    expect(one.equals(other)).toBe(true)
  })

  it('draws letters of other languages from the font that has them', () => {
    expect(runsOf('Živko', 'regular')).toEqual([
      { font: 'regular-latin-ext', text: 'Ž' },
      { font: 'regular-latin', text: 'ivko' },
    ])
  })

  it('draws the QR code as 33 by 33 vectors at most, no picture', async () => {
    const notice = noticePage(aNotice())
    expect(textOf(notice)).toContain('PAGOPA|002|301000000000004285|82000190815|5000')
    expect(textOf(notice)).toContain('3010 0000 0000 0042 85')
    expect(textOf(notice)).toContain('AB123')
    const pdf = await renderPdf(notice, AT)
    expect(pdf.toString('latin1')).not.toContain('/Subtype /Image')
    const squares = streamsOf(pdf).join('\n').match(/ re$/gm)?.length ?? 0
    expect(squares).toBeGreaterThan(300)
    expect(squares).toBeLessThanOrEqual(33 * 33)
  })
})

describe('a notice with instalments', () => {
  const three = [0, 1, 2].map(number => ({ number, nav: `30100000000000428${5 + number}` }))

  it('has a slip for each way to pay, and says that one excludes the other', () => {
    const text = textOf(noticePage(aNotice(three)))
    for (const part of ['Rata unica: 50,00 €', 'Rata 1 di 2', 'Rata 2 di 2', 'pagata la rata unica'])
      expect(text).toContain(part)
    expect(text.match(/PAGOPA\|002/g)).toHaveLength(3)
    expect(text).not.toContain('Bollettino')
  })

  it('offers the postal account where the town has one, and cuts no slip in two', async () => {
    const content = aNotice([...three, ...three, ...three])
    const service = { ...content.service, postalIban: 'IT42K0760111400000012345678', postalHolder: 'Comune - TARI' }
    const page = noticePage({ ...content, service })
    expect(textOf(page)).toContain('conto corrente n. 12345678 intestato a Comune - TARI')
    const pdf = await renderPdf(page, AT)
    expect(pdf.toString('latin1').match(/\/Type \/Page\n/g)).toHaveLength(3)
  })
})

function aNotice(options = [{ number: 0, nav: '301000000000004285' }]): Parameters<typeof noticePage>[0] {
  const settings = { receiptsUrl: '', segregationCode: '01', iban: '', companyName: '', category: '', cbill: 'AB123' }
  const dueDate = '2026-12-31'
  return {
    debt: { cents: 5000, dueDate, description: 'Mensa', instalmentDates: [], shareCents: null },
    debtor: { firstName: 'A', lastName: 'B', fiscalCode: 'X' },
    options: options.map(one => ({ ...one, id: '', iuv: one.nav.slice(1), cents: 5000, dueDate, transfers: [] })),
    service: {
      code: null,
      name: null,
      office: null,
      category: '',
      iban: '',
      postalIban: null,
      postalHolder: null,
      segregationCode: '01',
      shares: [],
      isTax: false,
      expires: false,
      remindAfterDays: null,
    },
    setting: { baseUrl: '', secrets: { subscriptionKey: 'x' }, settings },
    head: setting,
  }
}

function streamsOf(pdf: Buffer): string[] {
  const text = pdf.toString('latin1')
  return [...text.matchAll(/stream\n([\s\S]*?)\nendstream/g)].flatMap(([, body = '']) => {
    try {
      return [inflateSync(Buffer.from(body, 'latin1')).toString('latin1')]
    } catch {
      return []
    }
  })
}

describe('what is printed', () => {
  it.each([
    [0, '0,00 €'],
    [5, '0,05 €'],
    [123_450, '1.234,50 €'],
    [-99_999_999, '-999.999,99 €'],
  ])('%i cents as %s', (cents, printed) => expect(printedMoney(cents)).toBe(printed))

  it('dates as the law counts them, in Italy', () => {
    expect(romeDate(AT)).toBe('2026-11-23')
    expect(printedDate('2026-11-23')).toBe('23/11/2026')
  })
})

describe('completeness', () => {
  const whole = {
    applicant: { relation: 'parent' },
    school: { code: 'P1', class: '2B' },
    days: ['mon'],
    diet: { kind: 'standard' },
    isee: { status: 'declared', valueCents: 0, protocol: 'INPS-1', signedOn: '2026-03-01' },
  }
  const codes = (some: object, confidential: object[] = []) =>
    missingFrom({ ...whole, ...some }, confidential, AT).map(({ code }) => code)
  const guardianAct = { authority: 'Tribunale', number: '12', date: '2026-01-01' }

  it.each([
    [{}, [], []],
    [{ days: [] }, [], ['days']],
    [{ school: { code: 'P1' } }, [], ['school']],
    [{ school: null }, [], ['school']],
    [{ diet: { kind: 'medical' } }, [], ['reserved-document']],
    [{ diet: {} }, [{ diet: { kind: 'medical', notes: 'niente latte' } }], ['reserved-document']],
    [{ diet: {} }, [{ diet: { kind: 'medical', certificate: 'id' } }], []],
    [{ diet: {} }, [{ diet: { kind: 'religious' } }], []],
    [{ applicant: { relation: 'guardian' } }, [{ guardianAct: { number: '12' } }], ['guardian-act']],
    [{ applicant: { relation: 'foster' } }, [{ guardianAct }], []],
    [{ isee: { status: 'declared' } }, [], ['isee-data']],
    [{ isee: { status: 'to-follow' } }, [], []],
    [{ isee: { ...whole.isee, signedOn: '2025-12-31' } }, [], ['isee-expired']],
    [{ days: [], school: null, diet: { kind: 'medical' } }, [], ['school', 'days', 'reserved-document']],
  ])('%j with %j lacks %j', (some, pieces, lacking) => expect(codes(some, pieces)).toEqual(lacking))
})

describe('the post’s code', () => {
  const slip = {
    nav: '301000000000004285',
    iban: 'IT42K0760111400000012345678',
    cents: 25_200,
    payeeFiscalCode: '82000190817',
    debtorFiscalCode: 'BNCCHR88D57D142S',
    debtorName: 'Nicolò D’Arzo',
    description: 'TARI 2026 – rata unica',
  }
  const payload = postalPayload(slip)

  it('says everything in its place, in letters that the post reads', () => {
    expect(payload).toHaveLength(256)
    expect(payload).toMatch(
      /^codfase=NBPA;183010000000000042851200001234567810000002520038961P182000190817BNCCHR88D57D142S/,
    )
    expect(payload).toContain("NICOLO D'ARZO ")
    expect(payload).toContain('TARI 2026   RATA UNICA ')
    expect(payload.endsWith('            A')).toBe(true)
  })

  it('is the matrix that an independent reader read back as this text', () => {
    const rows = dataMatrix(payload).map(row => row.map(Number).join(''))
    expect(rows).toHaveLength(64)
    expect(createHash('sha256').update(rows.join('\n')).digest('hex')).toBe(
      '11f03d24d5c6eaffeb298c754f260732e0c98bd47dbf3ce2cb17ce53f86ac9c0',
    )
    expect(() => dataMatrix('è')).toThrow(RangeError)
    expect(() => dataMatrix('a'.repeat(281))).toThrow(RangeError)
  })
})
