import { numericCode } from './fiscal-code.ts'

/** A municipality of the demo consortium. Fiscal codes and IBANs are made up; ISTAT and Belfiore codes are the real ones. */
export interface Town {
  /** ISTAT code. */
  code: string
  name: string
  belfiore: string
  fiscalCode: string
  ipaCode: string
  province: string
  postalCode: string
  iban: string
}

export const towns: readonly Town[] = [
  town('019081', 'Ripalta Cremasca', 'H315', 'IT60X0542811101000000123456'),
  town('019055', 'Madignano', 'E793', 'IT43K0310412701000000820420'),
  town('019062', 'Offanengo', 'G004', 'IT40W0503401647000000151151'),
]

/** Where people of the demo live without belonging to the consortium. */
export const neighbour = { code: '019035', name: 'Crema', belfiore: 'D142', province: 'CR', postalCode: '26013' }

export function townByCode(code: string): Town | undefined {
  return towns.find(candidate => candidate.code === code)
}

export function townByFiscalCode(fiscalCode: string): Town | undefined {
  return towns.find(candidate => candidate.fiscalCode === fiscalCode)
}

function town(code: string, name: string, belfiore: string, iban: string): Town {
  return {
    code,
    name,
    belfiore,
    fiscalCode: numericCode(`8200${code}`),
    ipaCode: `c_${belfiore.toLowerCase()}`,
    province: 'CR',
    postalCode: '26010',
    iban,
  }
}
