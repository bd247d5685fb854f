import type { Tx } from '../../db/client.ts'
import { paymentService } from '../../db/schema/positions.ts'

type Service = Omit<typeof paymentService.$inferInsert, 'municipalityId'>

const common = { shares: [], isTax: false, expires: false, remindAfterDays: 10 }

/** The province's part of a TARI bill: 5 % of the tax on top of it (D.Lgs. 504/1992, art. 19). */
const tefa = {
  payeeFiscalCode: '80002130195',
  payeeName: 'Provincia di Cremona',
  iban: 'IT50L0503411400000000200200',
  category: '9/0201102IM/',
  description: 'TEFA',
  permille: 50,
}

/** What the demo towns are paid for without a procedure of its own. Accounts and the accounting office's codes are made up. */
const services: readonly Service[] = [
  {
    ...common,
    code: 'tari',
    name: 'Tassa sui rifiuti (TARI)',
    office: 'Ufficio tributi',
    category: '9/0101002IM/',
    isTax: true,
    shares: [tefa],
    remindAfterDays: 30,
  },
  {
    ...common,
    code: 'canone-unico',
    name: 'Canone unico patrimoniale (COSAP)',
    office: 'Ufficio tributi',
    category: '9/0101101TS/',
    isTax: true,
    remindAfterDays: 30,
  },
  {
    ...common,
    code: 'trasporto-scolastico',
    name: 'Trasporto scolastico',
    office: 'Ufficio scuola',
    category: '9/0101109SP/',
  },
  {
    ...common,
    code: 'minigrest',
    name: 'Minigrest',
    office: 'Ufficio scuola',
    category: '9/0101110SP/',
    expires: true,
  },
  {
    ...common,
    code: 'cie',
    name: 'Carta d’identità elettronica',
    office: 'Servizi demografici',
    category: '9/0101107AP/',
    remindAfterDays: null,
    expires: true,
  },
  {
    ...common,
    code: 'certificati',
    name: 'Certificati e diritti di segreteria',
    office: 'Servizi demografici',
    category: '9/0101106AP/',
    remindAfterDays: null,
    expires: true,
  },
  {
    ...common,
    code: 'multe',
    name: 'Sanzioni del codice della strada',
    office: 'Polizia locale',
    category: '9/0101111AP/',
    remindAfterDays: null,
  },
]

/** Only the first town has postal accounts, one for each tax. */
const postal: Record<string, { [service: string]: Pick<Service, 'postalIban' | 'postalHolder'> }> = {
  '019081': {
    tari: { postalIban: 'IT42K0760111400000012345678', postalHolder: 'Comune di Ripalta Cremasca - TARI' },
    'canone-unico': {
      postalIban: 'IT12R0760111400000087654321',
      postalHolder: 'Comune di Ripalta Cremasca - canone unico',
    },
  },
}

export async function seedPaymentServices(tx: Tx, municipalityId: string, town: string): Promise<void> {
  const rows = services.map(one => ({ municipalityId, ...one, ...postal[town]?.[one.code] }))
  await tx.insert(paymentService).values(rows)
}
