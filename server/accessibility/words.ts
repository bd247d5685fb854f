import type { DeclarationFacts } from './facts.ts'

export type Language = 'it' | 'en'

interface Section {
  title: string
  /** Paragraphs; a list where it is one. */
  text: (string | string[])[]
}

export interface Statement {
  title: string
  sections: Section[]
}

/** What the console itself cannot do, for every installation; each with the other way that there is. */
const limits = {
  it: [
    'Il diagramma della pratica non si usa da tastiera: lo stesso percorso è nell’elenco dei passi, sotto il diagramma.',
    'I documenti allegati da cittadini e da altri enti sono mostrati come sono arrivati (contenuti di terzi).',
  ],
  en: [
    'The diagram of a case cannot be used by keyboard: the list of steps below it tells the same way.',
    'Documents attached by citizens and by other bodies are shown as they came (content of third parties).',
  ],
} as const satisfies Record<Language, readonly string[]>

const conformity = {
  it: { full: 'pienamente conforme', partial: 'parzialmente conforme', none: 'non conforme' },
  en: { full: 'fully conformant', partial: 'partially conformant', none: 'not conformant' },
} as const satisfies Record<Language, Record<DeclarationFacts['conformity'], string>>

const method = {
  it: { 'self-assessment': 'autovalutazione', 'third-party': 'valutazione svolta da terzi' },
  en: { 'self-assessment': 'self-assessment', 'third-party': 'assessment by a third party' },
} as const satisfies Record<Language, Record<DeclarationFacts['method'], string>>

const ombudsman = 'https://www.agid.gov.it/it/agenzia/difensore-civico-per-il-digitale'

/** The declaration in AgID's order. */
export function statementOf(facts: DeclarationFacts, language: Language, origin: string): Statement {
  return language === 'it' ? italian(facts, origin) : english(facts, origin)
}

/** For an installation whose body has not declared yet: what is known of the program, and that the rest is missing. */
export function undeclared(language: Language): Statement {
  return language === 'it'
    ? {
        title: 'Dichiarazione di accessibilità',
        sections: [
          {
            title: 'Non ancora redatta',
            text: [
              'L’ente che gestisce questa installazione non ha ancora redatto la propria dichiarazione (ITER_ACCESSIBILITY_FILE).',
            ],
          },
          { title: 'Contenuti che si sa non accessibili', text: [[...limits.it]] },
        ],
      }
    : {
        title: 'Accessibility statement',
        sections: [
          {
            title: 'Not drawn up yet',
            text: [
              'The body that runs this installation has not drawn up its statement yet (ITER_ACCESSIBILITY_FILE).',
            ],
          },
          { title: 'Content known not to be accessible', text: [[...limits.en]] },
        ],
      }
}

function italian(facts: DeclarationFacts, origin: string): Statement {
  const { feedback } = facts
  return {
    title: 'Dichiarazione di accessibilità',
    sections: [
      {
        title: facts.body,
        text: [
          `${facts.body} si impegna a rendere il proprio sito accessibile, conformemente alla legge 9 gennaio 2004, n. 4. La presente dichiarazione si applica a ${origin}.`,
          ...(facts.filedAt ? [`Dichiarazione depositata presso AgID: ${facts.filedAt}`] : []),
        ],
      },
      {
        title: 'Stato di conformità',
        text: [
          `Il sito è ${conformity.it[facts.conformity]} ai requisiti della norma UNI CEI EN 301549 (WCAG 2.1 AA; l’obiettivo di Iter è WCAG 2.2 AA).`,
        ],
      },
      { title: 'Contenuti non accessibili', text: [[...limits.it, ...facts.ownLimits]] },
      {
        title: 'Redazione della dichiarazione',
        text: [
          `Redatta il ${dateIt(facts.declaredOn)} con ${method.it[facts.method]}; ultimo riesame il ${dateIt(facts.reviewedOn)}.`,
        ],
      },
      {
        title: 'Feedback e contatti',
        text: [
          `Per segnalare un problema di accessibilità o chiedere un contenuto in forma accessibile: ${feedback.email}${feedback.phone ? `, telefono ${feedback.phone}` : ''}. Risposta entro ${feedback.days} giorni.`,
        ],
      },
      {
        title: 'Procedura di attuazione',
        text: [
          `Se la risposta manca o non soddisfa, ci si può rivolgere al Difensore civico per il digitale: ${ombudsman}`,
        ],
      },
      {
        title: 'Informazioni sul sito e sulla struttura',
        text: [
          [
            `Data di pubblicazione del sito: ${dateIt(facts.publishedOn)}`,
            `Test di usabilità effettuati: ${facts.usabilityTests ? 'sì' : 'no'}`,
            'Programma utilizzato: Iter',
            `Dipendenti con disabilità nell’ente: ${facts.disabledEmployees}`,
            `Postazioni di lavoro per dipendenti con disabilità: ${facts.disabledWorkplaces}`,
          ],
        ],
      },
    ],
  }
}

function english(facts: DeclarationFacts, origin: string): Statement {
  const { feedback } = facts
  return {
    title: 'Accessibility statement',
    sections: [
      {
        title: facts.body,
        text: [
          `${facts.body} is committed to making its website accessible, in accordance with Italian law 4 of 9 January 2004. This statement applies to ${origin}.`,
          ...(facts.filedAt ? [`Statement filed with AgID: ${facts.filedAt}`] : []),
        ],
      },
      {
        title: 'Conformance status',
        text: [
          `The website is ${conformity.en[facts.conformity]} with EN 301549 (WCAG 2.1 AA; Iter aims at WCAG 2.2 AA).`,
        ],
      },
      { title: 'Content that is not accessible', text: [[...limits.en, ...facts.ownLimits]] },
      {
        title: 'Preparation of this statement',
        text: [`Drawn up on ${facts.declaredOn} by ${method.en[facts.method]}; last reviewed on ${facts.reviewedOn}.`],
      },
      {
        title: 'Feedback and contacts',
        text: [
          `To report a problem or ask for content in an accessible form: ${feedback.email}${feedback.phone ? `, telephone ${feedback.phone}` : ''}. Answered within ${feedback.days} days.`,
        ],
      },
      {
        title: 'Enforcement procedure',
        text: [`Where there is no answer or it does not satisfy: Difensore civico per il digitale, ${ombudsman}`],
      },
      {
        title: 'About the website and the body',
        text: [
          [
            `Website published on ${facts.publishedOn}`,
            `Usability tests carried out: ${facts.usabilityTests ? 'yes' : 'no'}`,
            'Program in use: Iter',
            `Employees with disabilities: ${facts.disabledEmployees}`,
            `Workplaces for employees with disabilities: ${facts.disabledWorkplaces}`,
          ],
        ],
      },
    ],
  }
}

/** "2026-09-15" as "15/09/2026". */
const dateIt = (date: string): string => date.split('-').toReversed().join('/')
