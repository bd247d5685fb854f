import { citizenByFiscalCode, citizens, householdOf, type Citizen } from '../citizens.ts'
import { towns, neighbour } from '../towns.ts'
import type { AnprCode } from './services.ts'

/** An anomaly or error as the registry writes it. */
export interface Anomaly {
  codiceErroreAnomalia: string
  tipoErroreAnomalia: 'E' | 'W'
  testoErroreAnomalia: string
}

export type Found = { subjects: unknown[]; anomalies: Anomaly[] } | { error: Anomaly }

/** What the registry knows about a fiscal code, for one e-service. */
export function answer(code: AnprCode, fiscalCode: string): Found {
  const citizen = citizenByFiscalCode(fiscalCode)
  if (!citizen?.inAnpr) return { error: anomaly('EN122', 'E', 'La richiesta effettuata non produce alcun risultato') }
  switch (code) {
    case 'C020':
      return found([{ ...identity(citizen), residenza: [residence(citizen)], infoSoggettoEnte: [protection(citizen)] }])
    case 'C021':
      return found(householdOf(citizen).map(member => ({ ...identity(member), infoSoggettoEnte: [bond(member)] })))
    case 'C024':
      return parent(citizen.fatherFiscalCode, 'Paternità non presente in ANPR')
    case 'C025':
      return parent(citizen.motherFiscalCode, 'Maternità non presente in ANPR')
    case 'C030':
      return found([{ generalita: { codiceFiscale: taxCode(citizen) }, identificativi: { idANPR: citizen.idAnpr } }])
  }
}

export function anomaly(code: string, type: 'E' | 'W', text: string): Anomaly {
  return { codiceErroreAnomalia: code, tipoErroreAnomalia: type, testoErroreAnomalia: text }
}

function found(subjects: unknown[]): Found {
  return { subjects, anomalies: [] }
}

function parent(fiscalCode: string | null, missing: string): Found {
  const known = citizens.find(one => one.fiscalCode === fiscalCode)
  return known ? found([identity(known)]) : { subjects: [], anomalies: [anomaly('EN201', 'W', missing)] }
}

function identity(citizen: Citizen): object {
  return {
    identificativi: { idANPR: citizen.idAnpr },
    generalita: {
      codiceFiscale: taxCode(citizen),
      cognome: citizen.lastName.toUpperCase(),
      nome: citizen.firstName.toUpperCase(),
      sesso: citizen.sex,
      dataNascita: citizen.birthDate,
      luogoNascita: birthPlace(citizen.birthPlace),
    },
  }
}

function taxCode(citizen: Citizen): object {
  return { codFiscale: citizen.fiscalCode, validitaCF: '1' }
}

/** Names and ISTAT codes of the birth places of the demo, by Belfiore code. */
const birthPlaces: Record<string, { nomeComune: string; codiceIstat: string; siglaProvinciaIstat: string }> = {
  F205: { nomeComune: 'MILANO', codiceIstat: '015146', siglaProvinciaIstat: 'MI' },
  E648: { nomeComune: 'LODI', codiceIstat: '098031', siglaProvinciaIstat: 'LO' },
  D150: { nomeComune: 'CREMONA', codiceIstat: '019036', siglaProvinciaIstat: 'CR' },
}
const countries: Record<string, string> = { Z330: 'MAROCCO', Z129: 'ROMANIA' }

function birthPlace(belfiore: string): object {
  const near = [...towns, neighbour].find(town => town.belfiore === belfiore)
  if (near) return { comune: municipality(near.name, near.code, near.province) }
  const country = countries[belfiore]
  return country === undefined ? { comune: birthPlaces[belfiore] } : { localita: { descrizioneStato: country } }
}

function residence({ address, protectedAddress }: Citizen): object {
  const comune = municipality(address.municipality, address.municipalityCode, address.province)
  const whole = {
    cap: address.postalCode,
    comune,
    toponimo: toponym(address.street),
    numeroCivico: { numero: address.houseNumber },
  }
  return {
    tipoIndirizzo: '1',
    indirizzo: protectedAddress ? { comune } : whole,
    ...(protectedAddress && { noteIndirizzo: 'INDIRIZZO PROTETTO' }),
    dataDecorrenzaResidenza: address.since,
  }
}

function municipality(name: string, istat: string, province: string): object {
  return { nomeComune: name.toUpperCase(), codiceIstat: istat, siglaProvinciaIstat: province }
}

function toponym(street: string): object {
  const [kind = '', ...rest] = street.toUpperCase().split(' ')
  return { specie: kind, denominazioneToponimo: rest.join(' ') }
}

function protection(citizen: Citizen): object {
  return { id: '1', chiave: 'indirizzoProtetto', valore: citizen.protectedAddress ? 'S' : 'N' }
}

function bond(citizen: Citizen): object {
  return { id: '1', chiave: 'legame', valoreTesto: citizen.householdRole }
}
