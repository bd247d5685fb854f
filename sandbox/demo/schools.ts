/** Schools of the demo towns: invented names, classes by age, places at table. */
export interface DemoSchool {
  code: string
  name: string
  address: string
  classes: { name: string; places: number }[]
}

const primary = ['1A', '1B', '2A', '2B', '3A', '3B', '4A', '4B', '5A', '5B']

export const schools: Record<string, DemoSchool[]> = {
  '019081': [
    { code: 'CREE80101', name: 'Scuola primaria Marconi', address: 'via Roma 12', classes: classes(primary, 24) },
    {
      code: 'CRAA80101',
      name: "Scuola dell'infanzia Rodari",
      address: 'via dei Tigli 3',
      // One class is full on purpose: "posti esauriti" can be tried with it.
      classes: [...classes(['Gialli', 'Verdi'], 25), { name: 'Rossi', places: 0 }],
    },
  ],
  '019055': [
    { code: 'CREE80202', name: 'Scuola primaria Manzoni', address: 'piazza Portici 1', classes: classes(primary, 22) },
  ],
  '019062': [
    {
      code: 'CREE80303',
      name: 'Scuola primaria San Bassiano',
      address: 'via Clavelli 8',
      classes: classes(primary, 26),
    },
  ],
}

function classes(names: string[], places: number): { name: string; places: number }[] {
  return names.map(name => ({ name, places }))
}
