import type { membership } from '../../db/schema/municipalities.ts'

type Role = (typeof membership.$inferInsert)['role']

export interface DemoMember {
  /** What the sign-in provider calls the person. */
  subject: string
  name: string
  /** Shown beside the name where one chooses whom to sign in as. */
  description: string
  /** ISTAT code of the town, office and role; one line for each membership. */
  memberships: { town: string; office: string | null; role: Role }[]
}

const ripalta = '019081'
const madignano = '019055'
const offanengo = '019062'

/** The staff of the demo consortium: invented people, one of each kind in the first town, the leanest set in the others. */
export const staff: readonly DemoMember[] = [
  member('g.riva', 'Giulia Riva', 'Ufficio scuola, Ripalta Cremasca', ripalta, 'scuola', 'clerk'),
  member('m.ferri', 'Marco Ferri', 'Responsabile del procedimento, Ripalta Cremasca', ripalta, 'scuola', 'supervisor'),
  member('e.bassi', 'Elena Bassi', 'Dietista, Ripalta Cremasca', ripalta, 'diete', 'clerk'),
  member('s.conti', 'Sara Conti', 'Servizi sociali, Ripalta Cremasca', ripalta, 'tutela', 'clerk'),
  member('r.costa', 'Renata Costa', 'Ragioneria, Ripalta Cremasca', ripalta, 'ragioneria', 'accountant'),
  member('t.villa', 'Tea Villa', 'Ufficio tributi, Ripalta Cremasca', ripalta, 'tributi', 'clerk'),
  member('a.galli', 'Anna Galli', 'Amministratrice, Ripalta Cremasca', ripalta, null, 'administrator'),
  member('l.neri', 'Luca Neri', 'Revisore, Ripalta Cremasca', ripalta, null, 'auditor'),
  member('r.poli', 'Rita Poli', 'Ufficio scuola, Madignano', madignano, 'scuola', 'clerk'),
  many('d.testa', 'Dario Testa', 'Responsabile scuola e diete, Madignano', [
    { town: madignano, office: 'scuola', role: 'supervisor' },
    { town: madignano, office: 'diete', role: 'clerk' },
    { town: madignano, office: 'tutela', role: 'clerk' },
    { town: madignano, office: 'tributi', role: 'clerk' },
  ]),
  member('c.dolci', 'Carla Dolci', 'Ufficio scuola, Offanengo', offanengo, 'scuola', 'clerk'),
  many('f.moro', 'Franco Moro', 'Responsabile scuola e diete, Offanengo', [
    { town: offanengo, office: 'scuola', role: 'supervisor' },
    { town: offanengo, office: 'diete', role: 'clerk' },
    { town: offanengo, office: 'tutela', role: 'clerk' },
    { town: offanengo, office: 'tributi', role: 'clerk' },
  ]),
  many(
    'p.sala',
    'Paolo Sala',
    'Operatore del consorzio, tutti i comuni',
    [ripalta, madignano, offanengo].map(town => ({ town, office: null, role: 'operator' })),
  ),
]

function member(
  subject: string,
  name: string,
  description: string,
  town: string,
  office: string | null,
  role: Role,
): DemoMember {
  return many(subject, name, description, [{ town, office, role }])
}

function many(subject: string, name: string, description: string, memberships: DemoMember['memberships']): DemoMember {
  return { subject, name, description, memberships }
}
