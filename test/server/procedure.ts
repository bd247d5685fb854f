import { randomUUID } from 'node:crypto'

import { definition } from '../../db/schema/definitions.ts'
import type { FreshDatabase } from '../support/database.ts'

/** A small enrolment, published without a diagram: for tests that stop at the outbox. */
export async function publishSample(
  database: FreshDatabase,
  some: Partial<typeof definition.$inferInsert> = {},
): Promise<string> {
  const id = randomUUID()
  await database.db.global(tx => tx.insert(definition).values({ id, ...sample, ...some }))
  return id
}

const person = {
  type: 'object',
  properties: {
    firstName: { type: 'string', minLength: 1 },
    lastName: { type: 'string', minLength: 1 },
    fiscalCode: { type: 'string' },
  },
  required: ['firstName', 'lastName', 'fiscalCode'],
  additionalProperties: false,
}

const diet = {
  type: 'object',
  properties: {
    kind: { type: 'string', enum: ['standard', 'medical'] },
    notes: { type: 'string' },
    certificate: { type: 'string' },
  },
  additionalProperties: false,
}

const text = (it: string) => ({ it, en: it })

const sample = {
  procedure: 'canteen-enrolment',
  version: 1,
  planHash: 'a'.repeat(64),
  plan: { format: 1, nodes: [] },
  bpmn: '<definitions/>',
  forms: [
    {
      key: 'check-school',
      title: text('Verifica la scuola'),
      facts: [
        { label: text('Classe'), value: 'request.school.class' },
        {
          label: text('Dieta'),
          value: 'request.diet.kind',
          badge: [{ when: 'true', tone: 'warn', text: text('da vedere') }],
        },
      ],
      fields: [
        {
          key: 'outcome',
          label: text('Esito'),
          type: 'choice',
          required: true,
          options: [{ value: 'ok', label: text('Sì') }],
        },
      ],
    },
  ],
  manifest: {
    key: 'canteen-enrolment',
    title: { it: 'Iscrizione alla mensa', en: 'Canteen enrolment' },
    numberPrefix: 'MENSA',
    law: 'L. 241/1990',
    office: 'scuola',
    responsible: 'supervisor',
    termDays: 30,
    titleFeel: '"Mensa, " + request.child.firstName',
    about: '"classe " + request.school.class',
    staffMessages: { withdrawal: { label: text('Registra la rinuncia'), preview: text('Finisce.'), fields: [] } },
    confidentialPaths: [
      { path: 'diet.notes', ref: 'diet', office: 'diete' },
      { path: 'diet.certificate', ref: 'diet', office: 'diete' },
    ],
    csv: [
      { header: 'anno_scolastico', path: 'schoolYear', type: 'text', required: true, label: text('Anno scolastico') },
      { header: 'nome_richiedente', path: 'applicant.firstName', type: 'text', required: true, label: text('Nome') },
      {
        header: 'cognome_richiedente',
        path: 'applicant.lastName',
        type: 'text',
        required: true,
        label: text('Cognome'),
      },
      {
        header: 'cf_richiedente',
        path: 'applicant.fiscalCode',
        type: 'fiscal-code',
        required: true,
        label: text('CF'),
      },
      { header: 'nome_bambino', path: 'child.firstName', type: 'text', required: true, label: text('Nome') },
      { header: 'cognome_bambino', path: 'child.lastName', type: 'text', required: true, label: text('Cognome') },
      { header: 'cf_bambino', path: 'child.fiscalCode', type: 'fiscal-code', required: true, label: text('CF') },
      { header: 'classe', path: 'school.class', type: 'text', required: true, label: text('Classe') },
      {
        header: 'giorni',
        path: 'days',
        type: 'list',
        required: true,
        label: text('Giorni'),
        values: { lun: 'mon', mar: 'tue' },
      },
      { header: 'note_dieta', path: 'diet.notes', type: 'text', label: text('Note') },
      { header: 'isee', path: 'isee.valueCents', type: 'money', label: text('ISEE') },
    ],
  },
  requestSchema: {
    type: 'object',
    properties: {
      schoolYear: { type: 'string', pattern: '^\\d{4}/\\d{4}$' },
      applicant: person,
      child: person,
      school: {
        type: 'object',
        properties: { class: { type: 'string' } },
        required: ['class'],
        additionalProperties: false,
      },
      days: { type: 'array', items: { type: 'string', enum: ['mon', 'tue'] }, minItems: 1 },
      diet,
      isee: {
        type: 'object',
        properties: { valueCents: { type: 'integer', minimum: 0 } },
        additionalProperties: false,
      },
      identity: { type: 'object' },
    },
    required: ['schoolYear', 'applicant', 'child', 'school'],
    additionalProperties: false,
  },
  publishedAt: '2026-01-01T00:00:00.000Z',
}

/** A good request for the sample. */
export function aRequest(some: Record<string, unknown> = {}) {
  return {
    schoolYear: '2026/2027',
    applicant: { firstName: 'Anna', lastName: 'Rossi', fiscalCode: 'RSSNNA80A41F205O' },
    child: { firstName: 'Luca', lastName: 'Rossi', fiscalCode: 'RSSLCU18A01F205C' },
    school: { class: '2B' },
    ...some,
  }
}
