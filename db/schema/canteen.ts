import { sql } from 'drizzle-orm'
import { date, foreignKey, index, integer, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'
import type { JsonObject } from '../../engine/json.ts'
import { ofCase } from './cases.ts'
import { createdAt, id, instant, jsonb, municipalityId } from './columns.ts'
import { municipality } from './municipalities.ts'

export const school = pgTable(
  'school',
  {
    municipalityId: municipalityId().references(() => municipality.id),
    id: id(),
    code: text('code').notNull(),
    name: text('name').notNull(),
    address: text('address'),
  },
  t => [primaryKey({ columns: [t.municipalityId, t.id] }), unique('school_code').on(t.municipalityId, t.code)],
)

/** Places at table; the rows of `canteen_place` say how many are taken. */
export const schoolClass = pgTable(
  'school_class',
  {
    municipalityId: municipalityId(),
    id: id(),
    schoolCode: text('school_code').notNull(),
    name: text('name').notNull(),
    places: integer('places').notNull(),
  },
  t => [
    primaryKey({ columns: [t.municipalityId, t.id] }),
    unique('school_class_name').on(t.municipalityId, t.schoolCode, t.name),
    foreignKey({
      name: 'school_class_school',
      columns: [t.municipalityId, t.schoolCode],
      foreignColumns: [school.municipalityId, school.code],
    }),
  ],
)

/** The school's list of pupils, against which an enrolment is checked. */
export const schoolPupil = pgTable(
  'school_pupil',
  {
    municipalityId: municipalityId(),
    id: id(),
    schoolYear: text('school_year').notNull(),
    schoolCode: text('school_code').notNull(),
    className: text('class_name').notNull(),
    fiscalCode: text('fiscal_code').notNull(),
    firstName: text('first_name'),
    lastName: text('last_name'),
  },
  t => [
    primaryKey({ columns: [t.municipalityId, t.id] }),
    unique('school_pupil_once').on(t.municipalityId, t.schoolYear, t.fiscalCode),
    foreignKey({
      name: 'school_pupil_school',
      columns: [t.municipalityId, t.schoolCode],
      foreignColumns: [school.municipalityId, school.code],
    }),
  ],
)

/** How a town runs its canteen in a school year. */
export const canteenSetting = pgTable(
  'canteen_setting',
  {
    municipalityId: municipalityId().references(() => municipality.id),
    id: id(),
    schoolYear: text('school_year').notNull(),
    model: text('model', { enum: ['prepaid', 'postpaid'] }).notNull(),
    mealDays: text('meal_days').array().notNull(),
    startsOn: date('starts_on').notNull(),
    endsOn: date('ends_on').notNull(),
    topUpCents: integer('top_up_cents').notNull(),
    iseeDays: integer('isee_days').notNull(),
    settings: jsonb('settings')
      .$type<JsonObject>()
      .notNull()
      .default(sql`'{}'::jsonb`),
  },
  t => [
    primaryKey({ columns: [t.municipalityId, t.id] }),
    unique('canteen_setting_year').on(t.municipalityId, t.schoolYear),
  ],
)

/** A place reserved by a case; released places keep their row. */
export const canteenPlace = pgTable(
  'canteen_place',
  {
    municipalityId: municipalityId(),
    id: id(),
    caseId: uuid('case_id').notNull(),
    schoolYear: text('school_year').notNull(),
    schoolCode: text('school_code').notNull(),
    className: text('class_name').notNull(),
    days: text('days').array().notNull(),
    startsOn: date('starts_on').notNull(),
    reservedAt: instant('reserved_at').notNull(),
    releasedAt: instant('released_at'),
  },
  t => [
    primaryKey({ columns: [t.municipalityId, t.id] }),
    unique('canteen_place_case').on(t.municipalityId, t.caseId),
    index('canteen_place_class').on(t.municipalityId, t.schoolYear, t.schoolCode, t.className),
    ofCase('canteen_place_case_record', t),
  ],
)

export const mealAccount = pgTable(
  'meal_account',
  {
    municipalityId: municipalityId(),
    id: id(),
    caseId: uuid('case_id').notNull(),
    childFiscalCode: text('child_fiscal_code').notNull(),
    childName: text('child_name').notNull(),
    applicantFiscalCode: text('applicant_fiscal_code'),
    schoolYear: text('school_year').notNull(),
    model: text('model', { enum: ['prepaid', 'postpaid'] }).notNull(),
    fare: jsonb('fare').$type<JsonObject>().notNull(),
    state: text('state', { enum: ['open', 'closed'] }).notNull(),
    balanceCents: integer('balance_cents').notNull().default(0),
    startsOn: date('starts_on'),
    closedAt: instant('closed_at'),
    closedReason: text('closed_reason'),
    createdAt: createdAt(),
  },
  t => [
    primaryKey({ columns: [t.municipalityId, t.id] }),
    unique('meal_account_case').on(t.municipalityId, t.caseId),
    index('meal_account_child').on(t.municipalityId, t.childFiscalCode, t.schoolYear),
    index('meal_account_applicant').on(t.municipalityId, t.applicantFiscalCode),
    ofCase('meal_account_case_record', t),
  ],
)

/** A movement of an account; `reference` (a receipt's id, a day) makes it unique: credited once. */
export const accountEntry = pgTable(
  'account_entry',
  {
    municipalityId: municipalityId(),
    id: id(),
    accountId: uuid('account_id').notNull(),
    kind: text('kind').notNull(),
    cents: integer('cents').notNull(),
    reference: text('reference').notNull(),
    at: instant('at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.municipalityId, t.id] }),
    unique('account_entry_reference').on(t.municipalityId, t.accountId, t.reference),
    ofAccount('account_entry_account', t),
  ],
)

/** From which date which fare holds for an account, and which rule of which resolution says so. */
export const farePeriod = pgTable(
  'fare_period',
  {
    municipalityId: municipalityId(),
    id: id(),
    accountId: uuid('account_id').notNull(),
    from: date('from').notNull(),
    cents: integer('cents').notNull(),
    rule: text('rule').notNull(),
    resolution: text('resolution').notNull(),
    createdAt: createdAt(),
  },
  t => [
    primaryKey({ columns: [t.municipalityId, t.id] }),
    unique('fare_period_from').on(t.municipalityId, t.accountId, t.from),
    ofAccount('fare_period_account', t),
  ],
)

/** The list for caterer and school. `diet_code` says which menu, never why. */
export const canteenList = pgTable(
  'canteen_list',
  {
    municipalityId: municipalityId(),
    id: id(),
    caseId: uuid('case_id').notNull(),
    schoolYear: text('school_year').notNull(),
    childName: text('child_name').notNull(),
    childFiscalCode: text('child_fiscal_code').notNull(),
    schoolCode: text('school_code').notNull(),
    className: text('class_name').notNull(),
    days: text('days').array().notNull(),
    dietCode: text('diet_code'),
    startsOn: date('starts_on').notNull(),
    endsOn: date('ends_on'),
  },
  t => [
    primaryKey({ columns: [t.municipalityId, t.id] }),
    unique('canteen_list_case').on(t.municipalityId, t.caseId),
    index('canteen_list_class').on(t.municipalityId, t.schoolYear, t.schoolCode, t.className),
    ofCase('canteen_list_case_record', t),
  ],
)

function ofAccount(name: string, t: { municipalityId: AnyPgColumn; accountId: AnyPgColumn }) {
  return foreignKey({
    name,
    columns: [t.municipalityId, t.accountId],
    foreignColumns: [mealAccount.municipalityId, mealAccount.id],
  })
}
