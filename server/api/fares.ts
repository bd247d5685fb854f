import { z } from 'zod'

import { contract } from './contract.ts'
import {
  count,
  id,
  instant,
  json,
  jsonObject,
  localDate,
  long,
  municipalityParams,
  page,
  personRef,
  short,
} from './common.ts'

/** A decision table of a municipality with the resolution that decided it. */
export const fareRow = z
  .object({
    id,
    key: short,
    resolution: short,
    validFrom: localDate,
    validTo: localDate.nullable(),
    status: z.enum(['draft', 'approved']),
    proposedBy: personRef.nullable(),
    proposedAt: instant,
    approvedBy: personRef.nullable(),
    approvedAt: instant.nullable(),
    /** False for who proposed it: a second person approves. */
    canApprove: z.boolean(),
  })
  .meta({ id: 'FareRow' })

/** The table as rows to read and edit; cells are FEEL unary tests and literals. */
export const fareTable = z
  .strictObject({
    name: short,
    hitPolicy: z.enum(['UNIQUE', 'ANY', 'FIRST', 'RULE ORDER', 'COLLECT']),
    inputs: z.array(z.strictObject({ label: short, expression: long, type: short })).max(30),
    outputs: z.array(z.strictObject({ name: short, label: short, type: short })).max(30),
    rules: z
      .array(z.strictObject({ inputs: z.array(long).max(30), outputs: z.array(long).max(30), text: short }))
      .max(500),
  })
  .meta({ id: 'FareTable' })

export const farePage = fareRow.extend({ table: fareTable, dmn: z.string().max(500_000) }).meta({ id: 'FarePage' })

export const sample = z.strictObject({ name: short, inputs: jsonObject }).meta({ id: 'FareSample' })

export const trialRow = z
  .object({
    name: short,
    inputs: jsonObject,
    output: json,
    rules: z.array(z.object({ number: count, text: short })).max(100),
    /** What the table in force gives for the same child. */
    before: json,
    error: long.nullable(),
  })
  .meta({ id: 'FareTrial' })

const params = municipalityParams.extend({ fareId: id })

export const listFares = contract({
  id: 'listFares',
  method: 'get',
  path: '/municipalities/{municipalityId}/fares',
  auth: 'session',
  action: 'fares.read',
  tag: 'Tariffe',
  summary: 'Le tariffe con la delibera e la validità',
  params: municipalityParams,
  answers: { 200: page(fareRow) },
})

export const getFare = contract({
  id: 'getFare',
  method: 'get',
  path: '/municipalities/{municipalityId}/fares/{fareId}',
  auth: 'session',
  action: 'fares.read',
  tag: 'Tariffe',
  summary: 'Una tariffa con le sue regole',
  params,
  answers: { 200: farePage },
})

/** From the rows of `table` (the usual way) or from a DMN file. */
export const proposeFare = contract({
  id: 'proposeFare',
  method: 'post',
  path: '/municipalities/{municipalityId}/fares',
  auth: 'session',
  action: 'fares.propose',
  tag: 'Tariffe',
  summary: 'Proponi una tariffa nuova',
  params: municipalityParams,
  body: z.strictObject({
    key: short.min(1),
    resolution: short.min(1),
    validFrom: localDate,
    validTo: localDate.nullable().optional(),
    dmn: z.string().max(500_000).optional(),
    table: fareTable.optional(),
  }),
  answers: { 201: farePage },
})

export const approveFare = contract({
  id: 'approveFare',
  method: 'post',
  path: '/municipalities/{municipalityId}/fares/{fareId}/approve',
  auth: 'session',
  action: 'fares.approve',
  tag: 'Tariffe',
  summary: 'Approva (una persona diversa da chi ha proposto)',
  params,
  body: z.strictObject({ reason: long.optional() }),
  answers: { 200: farePage },
})

/** Only a draft: an approved table is followed by another one, with its own resolution. */
export const withdrawFare = contract({
  id: 'withdrawFare',
  method: 'post',
  path: '/municipalities/{municipalityId}/fares/{fareId}/withdraw',
  auth: 'session',
  action: 'fares.propose',
  tag: 'Tariffe',
  summary: 'Ritira una bozza',
  params,
  body: z.strictObject({ reason: long.optional() }),
  answers: { 204: null },
})

export const tryFare = contract({
  id: 'tryFare',
  method: 'post',
  path: '/municipalities/{municipalityId}/fares/{fareId}/trial',
  auth: 'session',
  action: 'fares.read',
  tag: 'Tariffe',
  summary: 'Prova la tariffa su bambini di esempio',
  params,
  body: z.strictObject({ samples: z.array(sample).max(200).optional() }),
  answers: { 200: page(trialRow) },
})
