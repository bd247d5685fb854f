import type { Section } from './sections.ts'

const fiscalCode = '[A-Z]{6}[0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]|[0-9]{11}'
const guardianOnly = 'values.applicant.relation in ("guardian", "foster")'
const medicalOnly = 'values.diet.kind = "medical"'
const dietOnly = 'values.diet.kind in ("medical", "religious", "ethical")'

/** The counter's form for the canteen, when the procedure brings none of its own. */
export const canteenEnrolment: Section[] = [
  {
    key: 'applicant',
    title: { it: 'Richiedente', en: 'Applicant' },
    fields: [
      {
        key: 'applicant.firstName',
        label: { it: 'Nome', en: 'First name' },
        type: 'text',
        required: true,
        maxLength: 100,
      },
      {
        key: 'applicant.lastName',
        label: { it: 'Cognome', en: 'Last name' },
        type: 'text',
        required: true,
        maxLength: 100,
      },
      {
        key: 'applicant.fiscalCode',
        label: { it: 'Codice fiscale', en: 'Fiscal code' },
        type: 'text',
        required: true,
        pattern: fiscalCode,
      },
      { key: 'applicant.email', label: { it: 'Posta elettronica', en: 'Email' }, type: 'text', maxLength: 200 },
      { key: 'applicant.phone', label: { it: 'Telefono', en: 'Telephone' }, type: 'text', maxLength: 40 },
      {
        key: 'applicant.relation',
        label: { it: 'In qualità di', en: 'As' },
        type: 'choice',
        required: true,
        options: [
          { value: 'parent', label: { it: 'Genitore', en: 'Parent' } },
          { value: 'guardian', label: { it: 'Tutore', en: 'Guardian' } },
          { value: 'foster', label: { it: 'Affidatario', en: 'Foster parent' } },
        ],
      },
    ],
  },
  {
    key: 'guardianAct',
    title: { it: 'Atto di tutela o affido', en: 'Act of guardianship' },
    help: { it: 'Solo per tutori e affidatari.', en: 'For guardians and foster parents only.' },
    fields: [
      {
        key: 'guardianAct.authority',
        label: { it: 'Autorità', en: 'Authority' },
        type: 'text',
        visible: guardianOnly,
        required: guardianOnly,
        maxLength: 200,
      },
      {
        key: 'guardianAct.number',
        label: { it: 'Numero', en: 'Number' },
        type: 'text',
        visible: guardianOnly,
        required: guardianOnly,
        maxLength: 60,
      },
      {
        key: 'guardianAct.date',
        label: { it: 'Data', en: 'Date' },
        type: 'date',
        past: true,
        visible: guardianOnly,
        required: guardianOnly,
      },
      {
        key: 'guardianAct.document',
        label: { it: 'Copia dell’atto', en: 'Copy of the act' },
        type: 'document',
        help: { it: 'La vedono solo i servizi sociali.', en: 'Seen by social services only.' },
        visible: guardianOnly,
      },
    ],
  },
  {
    key: 'child',
    title: { it: 'Bambina o bambino', en: 'Child' },
    fields: [
      { key: 'child.firstName', label: { it: 'Nome', en: 'First name' }, type: 'text', required: true, maxLength: 100 },
      {
        key: 'child.lastName',
        label: { it: 'Cognome', en: 'Last name' },
        type: 'text',
        required: true,
        maxLength: 100,
      },
      {
        key: 'child.fiscalCode',
        label: { it: 'Codice fiscale', en: 'Fiscal code' },
        type: 'text',
        required: true,
        pattern: fiscalCode,
      },
      {
        key: 'child.birthDate',
        label: { it: 'Data di nascita', en: 'Date of birth' },
        type: 'date',
        past: true,
        help: {
          it: 'Come nel codice fiscale: si controlla con ANPR.',
          en: 'As in the fiscal code: it is checked with ANPR.',
        },
      },
    ],
  },
  {
    key: 'school',
    title: { it: 'Scuola e mensa', en: 'School and canteen' },
    fields: [
      {
        key: 'schoolYear',
        label: { it: 'Anno scolastico', en: 'School year' },
        type: 'choice',
        required: true,
        start: '2026/2027',
        options: [{ value: '2026/2027', label: { it: '2026/2027', en: '2026/2027' } }],
      },
      {
        key: 'school.code',
        label: { it: 'Scuola', en: 'School' },
        type: 'choice',
        required: true,
        optionsFrom: 'schools',
      },
      {
        key: 'school.class',
        label: { it: 'Classe', en: 'Class' },
        type: 'choice',
        required: true,
        optionsFrom: 'classes',
      },
      {
        key: 'days',
        label: { it: 'Giorni', en: 'Days' },
        type: 'multi-choice',
        required: true,
        options: [
          { value: 'mon', label: { it: 'Lunedì', en: 'Monday' } },
          { value: 'tue', label: { it: 'Martedì', en: 'Tuesday' } },
          { value: 'wed', label: { it: 'Mercoledì', en: 'Wednesday' } },
          { value: 'thu', label: { it: 'Giovedì', en: 'Thursday' } },
          { value: 'fri', label: { it: 'Venerdì', en: 'Friday' } },
        ],
      },
      {
        key: 'diet.kind',
        label: { it: 'Dieta', en: 'Diet' },
        type: 'choice',
        required: true,
        options: [
          { value: 'standard', label: { it: 'Menù comune', en: 'Common menu' } },
          {
            value: 'medical',
            label: { it: 'Per motivi di salute', en: 'For medical reasons' },
            help: { it: 'la vede solo chi si occupa di diete', en: 'seen by the diet office only' },
          },
          {
            value: 'religious',
            label: { it: 'Per motivi religiosi', en: 'For religious reasons' },
            help: { it: 'riservata', en: 'confidential' },
          },
          { value: 'ethical', label: { it: 'Per scelta etica', en: 'For ethical reasons' } },
        ],
      },
      {
        key: 'diet.notes',
        label: { it: 'Indicazioni per la dieta', en: 'Notes on the diet' },
        type: 'textarea',
        visible: dietOnly,
        maxLength: 2000,
      },
      {
        key: 'diet.certificate',
        label: { it: 'Certificato medico', en: 'Medical certificate' },
        type: 'document',
        help: {
          it: 'Lo vede solo chi si occupa di diete. Si può consegnare anche dopo.',
          en: 'Seen by the diet office only. It may also be handed in later.',
        },
        visible: medicalOnly,
      },
    ],
  },
  {
    key: 'isee',
    title: { it: 'ISEE', en: 'ISEE' },
    help: {
      it: 'Senza ISEE, o se non arriva in tempo, si applica la tariffa massima.',
      en: 'Without the ISEE, or when it comes too late, the maximum fare applies.',
    },
    fields: [
      {
        key: 'isee.status',
        label: { it: 'Attestazione', en: 'Declaration' },
        type: 'choice',
        required: true,
        options: [
          { value: 'declared', label: { it: 'Dichiarata ora', en: 'Declared now' } },
          { value: 'to-follow', label: { it: 'Arriverà', en: 'To follow' } },
          { value: 'none', label: { it: 'Non presentata', en: 'None' } },
        ],
      },
      {
        key: 'isee.valueCents',
        label: { it: 'Valore', en: 'Value' },
        type: 'money',
        visible: 'values.isee.status = "declared"',
        required: 'values.isee.status = "declared"',
        min: 0,
      },
      {
        key: 'isee.protocol',
        label: { it: 'Protocollo INPS', en: 'INPS protocol' },
        type: 'text',
        visible: 'values.isee.status = "declared"',
        maxLength: 60,
      },
      {
        key: 'isee.signedOn',
        label: { it: 'Data della DSU', en: 'Date of the declaration' },
        type: 'date',
        past: true,
        visible: 'values.isee.status = "declared"',
      },
    ],
  },
  {
    key: 'household',
    title: { it: 'Famiglia', en: 'Household' },
    fields: [
      {
        key: 'siblings',
        label: { it: 'Fratelli già iscritti a mensa', en: 'Siblings at the canteen' },
        type: 'integer',
        min: 0,
        max: 20,
      },
      {
        key: 'minors',
        label: { it: 'Figli minori nel nucleo', en: 'Minors in the household' },
        type: 'integer',
        min: 1,
        max: 20,
      },
      {
        key: 'exemption',
        label: { it: 'Esenzione chiesta', en: 'Exemption asked for' },
        help: {
          it: 'Riservata: la vede solo l’ufficio che la valuta.',
          en: 'Confidential: seen only by the office that decides on it.',
        },
        type: 'choice',
        options: [
          { value: 'none', label: { it: 'Nessuna', en: 'None' } },
          { value: 'l104', label: { it: 'Legge 104/1992', en: 'Law 104/1992' } },
          { value: 'social', label: { it: 'Servizi sociali', en: 'Social services' } },
        ],
      },
    ],
  },
]
