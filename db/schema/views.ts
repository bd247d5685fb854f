import { foreignKey, index, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id, instant, jsonb, municipalityId } from './columns.ts'
import { municipality, office } from './municipalities.ts'
import { person } from './people.ts'

/** A filter and an order of a list with a name: a person's own, or shared with an office or the whole town. */
export const savedView = pgTable(
  'saved_view',
  {
    municipalityId: municipalityId().references(() => municipality.id),
    id: id(),
    /** The list that it is of. */
    list: text('list', { enum: ['cases', 'payments'] })
      .notNull()
      .default('cases'),
    name: text('name').notNull(),
    ownerId: uuid('owner_id')
      .notNull()
      .references(() => person.id),
    audience: text('audience', { enum: ['me', 'office', 'town'] }).notNull(),
    officeCode: text('office_code'),
    query: jsonb('query').$type<Record<string, unknown>>().notNull(),
    createdAt: createdAt(),
    updatedAt: instant('updated_at').notNull(),
  },
  t => [
    primaryKey({ columns: [t.municipalityId, t.id] }),
    index('saved_view_audience').on(t.municipalityId, t.audience, t.ownerId),
    foreignKey({
      name: 'saved_view_office',
      columns: [t.municipalityId, t.officeCode],
      foreignColumns: [office.municipalityId, office.code],
    }),
  ],
)
