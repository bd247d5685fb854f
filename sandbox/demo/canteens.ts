import type { canteenSetting } from '../../db/schema/canteen.ts'

export const schoolYear = '2026/2027'

type Setting = Omit<typeof canteenSetting.$inferInsert, 'municipalityId'>

const common = {
  schoolYear,
  mealDays: ['mon', 'tue', 'wed', 'thu', 'fri'],
  startsOn: '2026-09-14',
  endsOn: '2027-06-30',
  iseeDays: 15,
}

/** How each demo town runs its canteen: two prepaid, one postpaid (no notice at the enrolment). */
export const canteens: Record<string, Setting> = {
  '019081': {
    ...common,
    model: 'prepaid',
    topUpCents: 5000,
    settings: inCharge('Marco Ferri', 'tel. 0373 000001, scuola@ripalta.example.org'),
  },
  '019055': {
    ...common,
    model: 'prepaid',
    topUpCents: 4000,
    settings: inCharge('Dario Testa', 'tel. 0373 000002, scuola@madignano.example.org'),
  },
  '019062': {
    ...common,
    model: 'postpaid',
    topUpCents: 0,
    settings: inCharge('Franco Moro', 'tel. 0373 000003, scuola@offanengo.example.org'),
  },
}

/** Named on every act (L. 241/1990, art. 8). */
function inCharge(responsible: string, contacts: string) {
  return { responsible, contacts, office: 'scuola' }
}
