import type { z } from 'zod'
import type { Block, Page } from '../documents/page.ts'
import type { DocumentSetting } from '../documents/setting.ts'
import { printedDate, printedDays, printedMoney, romeDate } from '../documents/format.ts'
import type { actKinds, issueDeclaration } from './declarations.ts'

export type ActKind = (typeof actKinds)[number]
export type ActInput = z.output<typeof issueDeclaration.input>

export const actTitles: Record<ActKind, string> = {
  receipt: 'Ricevuta e comunicazione di avvio del procedimento',
  'integration-request': 'Richiesta di integrazione',
  'refusal-notice': 'Comunicazione dei motivi che ostano all’accoglimento',
  approval: 'Provvedimento di accoglimento',
  refusal: 'Provvedimento di diniego',
}

/** The act's text, complete with what the law wants in it. */
export function actPage(input: ActInput, setting: DocumentSetting): Page {
  const { municipality } = setting
  return {
    title: actTitles[input.kind],
    head: {
      name: `Comune di ${municipality.name}`,
      lines: [`Provincia di ${municipality.province} · codice fiscale ${municipality.fiscalCode}`, setting.office],
    },
    blocks: [identification(input, setting), ...bodies[input.kind](input, setting), ...contacts(setting)],
    signature: [
      setting.responsible,
      'Firma autografa sostituita a mezzo stampa ai sensi dell’art. 3, c. 2, D.Lgs. 39/1993',
    ],
  }
}

type Body = (input: ActInput, setting: DocumentSetting) => Block[]

const bodies: Record<ActKind, Body> = {
  receipt: (input, setting) => [
    heading('Avvio del procedimento'),
    paragraph(
      'La domanda è stata ricevuta. Questa ricevuta vale come comunicazione di avvio del procedimento (L. 241/1990, artt. 7, 8 e 18-bis).',
    ),
    facts([
      ['Amministrazione competente', `Comune di ${setting.municipality.name}`],
      ['Ufficio', setting.office],
      ['Responsabile del procedimento', setting.responsible],
      ['Conclusione prevista entro', input.due ? printedDate(input.due) : '30 giorni dalla presentazione'],
    ]),
    paragraph(
      'Se il termine passa senza una decisione, ci si può rivolgere a chi esercita il potere sostitutivo nel Comune (L. 241/1990, art. 2, c. 9-bis) o ricorrere al TAR contro il silenzio, entro un anno dalla scadenza del termine (art. 31 c.p.a.).',
    ),
    paragraph(
      'Gli atti si possono vedere presso l’ufficio indicato, anche in via telematica, con diritto di presentare memorie e documenti (L. 241/1990, art. 10).',
    ),
  ],
  'integration-request': input => [
    heading('Che cosa manca'),
    paragraph(
      'Dall’esame della domanda risultano mancanti o da correggere (L. 241/1990, artt. 2, c. 7 e 6, c. 1, lett. b):',
    ),
    list((input.missing ?? []).map(item => item.text)),
    ...reasons(input),
    paragraph(
      `Quanto richiesto va trasmesso ${input.due ? `entro il ${printedDate(input.due)}` : 'entro 30 giorni'}. Nel frattempo il termine del procedimento è sospeso, una sola volta e per non più di 30 giorni. Senza risposta la domanda è decisa sulla base di ciò che contiene.`,
    ),
  ],
  'refusal-notice': input => [
    heading('Motivi'),
    paragraph(
      'Si comunica, ai sensi dell’art. 10-bis della L. 241/1990, che la domanda non può essere accolta per questi motivi:',
    ),
    ...reasons(input),
    paragraph(
      'Entro dieci giorni dal ricevimento si possono presentare per iscritto osservazioni e documenti. Questa comunicazione sospende i termini del procedimento, che riprendono dieci giorni dopo le osservazioni o, se non ne arrivano, dopo la scadenza dei dieci giorni. Delle osservazioni non accolte si darà ragione nel provvedimento finale.',
    ),
  ],
  approval: input => [
    heading('Decisione'),
    paragraph('La domanda è accolta.'),
    facts([
      ['Anno scolastico', input.schoolYear],
      ['Scuola', input.schoolName],
      ['Classe', input.class],
      ['Giorni', input.days ? printedDays(input.days) : null],
      ['Decorrenza', input.startsOn ? printedDate(input.startsOn) : null],
      [
        'Tariffa a pasto',
        input.fareCents === null || input.fareCents === undefined ? null : printedMoney(input.fareCents),
      ],
      ['Motivo della tariffa', input.fareReason],
    ]),
    ...(input.conditions ? [heading('Condizioni'), paragraph(input.conditions)] : []),
    ...(input.reasons ? [heading('Motivazione'), ...reasons(input)] : []),
    remedies,
  ],
  refusal: input => [
    heading('Decisione'),
    paragraph('La domanda è respinta per questi motivi:'),
    ...reasons(input),
    remedies,
  ],
}

/** L. 241/1990, art. 3, c. 4: every act served must say where and by when it can be appealed. */
const remedies = paragraph(
  'Contro questo provvedimento si può ricorrere al Tribunale amministrativo regionale entro 60 giorni dalla comunicazione, oppure al Presidente della Repubblica con ricorso straordinario entro 120 giorni (L. 241/1990, art. 3, c. 4).',
)

function identification(input: ActInput, setting: DocumentSetting): Block {
  const { protocol } = input
  return facts([
    ['Pratica', setting.case.number],
    ['Oggetto', setting.case.title],
    ['Richiedente', setting.case.applicantName],
    ['Per', setting.case.subjectName],
    ['Presentata il', printedDate(romeDate(setting.case.receivedAt))],
    ['Protocollo', protocol ? `n. ${protocol.number} del ${printedDate(protocol.date)}` : null],
    ['Data dell’atto', printedDate(romeDate(setting.at))],
  ])
}

function reasons(input: ActInput): Block[] {
  return input.reasons
    ? input.reasons
        .split(/\n+/)
        .filter(line => line.trim() !== '')
        .map(paragraph)
    : []
}

function contacts(setting: DocumentSetting): Block[] {
  return setting.contacts === null ? [] : [paragraph(`Per informazioni: ${setting.contacts}`)]
}

function heading(text: string): Block {
  return { type: 'heading', text }
}

function paragraph(text: string): Block {
  return { type: 'paragraph', text }
}

function list(items: string[]): Block {
  return { type: 'list', items }
}

/** Facts without a value are left out. */
function facts(items: [label: string, value: string | null | undefined][]): Block {
  return { type: 'facts', items: items.flatMap(([label, value]) => (value ? [{ label, value }] : [])) }
}
