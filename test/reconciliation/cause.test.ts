import { readCause } from '../../reconciliation/cause.ts'

const ID = '2026-11-20BPPIITRRXXX-0033'
const flowsIn = (cause: string) =>
  readCause(cause)
    .references.filter(it => it.kind === 'flow')
    .map(it => it.value)

describe('a flow’s id is read', () => {
  it.each([
    ['the form of today', `/PUR/LGPE-RIVERSAMENTO/TXT/0/URI/${ID}`],
    ['an integrative transfer', `/PUR/LGPE-RIVERSAMENTO/TXT/3/URI/${ID}`],
    ['the older form', `/PUR/LGPE-RIVERSAMENTO/URI/${ID}`],
    ['with a description', `/PUR/LGPE-RIVERSAMENTO Comune di Crema pagamenti del 20261119/URI/${ID}`],
    ['a blank after the hyphen of the tag', `/PUR/LGPE- RIVERSAMENTO/URI/${ID}`],
    ['a blank before it', `/PUR/LGPE -RIVERSAMENTO/URI/${ID}`],
    ['blanks on both sides', `/PUR/LGPE - RIVERSAMENTO/URI/${ID}`],
    ['a blank inside the tag', `/PUR/L GPE-RIVERSAMENTO/URI/${ID}`],
    ['blanks for slashes', `PUR LGPE-RIVERSAMENTO TXT 1 URI ${ID}`],
    ['lower case', `/pur/lgpe-riversamento/uri/${ID.toLowerCase()}`],
    ['a line break', `/PUR/LGPE-RIVERSAMENTO/URI/\n${ID}`],
    ['no announcement, but a provider as banks are written', `ACCREDITI VARI ${ID}`],
  ])('%s', (_name, cause) => {
    expect(flowsIn(cause)).toEqual([ID])
  })

  it.each([
    ['a blank in the date', '2026-11- 20BPPIITRRXXX-0033'],
    ['a blank in the day', '2026-11-2 0BPPIITRRXXX-0033'],
    ['a blank in the year', '20 26-11-20BPPIITRRXXX-0033'],
    ['a blank in the provider', '2026-11-20BPPI ITRRXXX-0033'],
    ['blanks everywhere', '2026-11-20 BPPIITRR XXX-0033'],
  ])('%s', (_name, written) => {
    expect(flowsIn(`/PUR/LGPE-RIVERSAMENTO/URI/${written}`)).toContain(ID)
  })

  it('a blank in its last part leaves two readings, the shorter first', () => {
    const { references } = readCause('/PUR/LGPE-RIVERSAMENTO/URI/2026-11-20BPPIITRRXXX-00 33')
    expect(references.map(it => it.value)).toEqual(['2026-11-20BPPIITRRXXX-00', ID])
    expect(new Set(references.map(it => it.written)).size).toBe(1)
  })

  it('words behind it do not hide it', () => {
    expect(flowsIn(`/PUR/LGPE-RIVERSAMENTO/URI/${ID} ACCREDITO DEL GIORNO`)[0]).toBe(ID)
  })

  it('several of them, however they are set apart', () => {
    const other = '2026-11-20UNCRITMMXXX-7'
    for (const between of [' ', '/URI/', ';', ', ']) {
      expect(flowsIn(`/PUR/LGPE-RIVERSAMENTO/URI/${ID}${between}${other}`)).toEqual(expect.arrayContaining([ID, other]))
    }
  })
})

describe('a single payment', () => {
  it.each([
    ['an IUV', '/RFB/01000000000004285/84.00', '01000000000004285'],
    ['with a text behind', '/RFB/01000000000004285/TXT/CAUSALE', '01000000000004285'],
    ['set apart by a blank', 'RFB 010000000000042 85', '01000000000004285'],
    ['a legacy IUV', '/RFB/000000000004282', '000000000004282'],
    ['an ISO 11649 reference', '/RFS/RF78567483937849450550875/50.00', 'RF78567483937849450550875'],
  ])('%s', (_name, cause, iuv) => {
    expect(readCause(cause)).toEqual({ references: [{ kind: 'iuv', value: iuv, written: iuv }], isPagopa: true })
  })
})

describe('what is announced and cannot be read is never taken for other money', () => {
  it.each([
    ['a truncated id', '/PUR/LGPE-RIVERSAMENTO/URI/2'],
    ['an id without its last part', '/PUR/LGPE-RIVERSAMENTO/URI/2026-11-20BPPIITRRXXX-'],
    ['an impossible date', '/PUR/LGPE-RIVERSAMENTO/URI/2026-13-20BPPIITRRXXX-1'],
    ['nothing behind the tag', '/PUR/LGPE-RIVERSAMENTO/URI/'],
    ['an id that is too long', `/PUR/LGPE-RIVERSAMENTO/URI/${ID}${'9'.repeat(20)}`],
    ['an IUV cut short', '/RFB/0100000000'],
  ])('%s', (_name, cause) => {
    const { references, isPagopa } = readCause(cause)
    expect(isPagopa).toBe(true)
    expect(references.map(it => it.kind)).toEqual(['broken'])
  })
})

it.each(['AFFITTO SALA CIVICA NOVEMBRE', 'RIMBORSO 2026-11-20 PRATICA-7', 'DITTA PURI SRL FATTURA 12', ''])(
  '"%s" is no pagoPA money',
  cause => {
    expect(readCause(cause)).toEqual({ references: [], isPagopa: false })
  },
)
