import { and, asc, eq, ne, or } from 'drizzle-orm'
import type { z } from 'zod'

import type { Tx } from '../../db/client.ts'
import { savedView } from '../../db/schema/views.ts'
import { viewQuery } from '../api/views.ts'
import type { savedView as shape } from '../api/views.ts'
import { namesOfPeople, personRef } from '../reading/names.ts'
import type { Names } from '../reading/names.ts'
import type { Staff } from '../sign-in/staff.ts'

export type StoredView = typeof savedView.$inferSelect
type Row = z.input<typeof shape>

const mostShown = 500

/** The reader's own views of a list, and those shared with one of their offices or with the whole town, by name. */
export async function viewsFor(tx: Tx, staff: Staff, list: StoredView['list']): Promise<StoredView[]> {
  const rows = await tx
    .select()
    .from(savedView)
    .where(and(eq(savedView.list, list), or(eq(savedView.ownerId, staff.id), ne(savedView.audience, 'me'))))
    .orderBy(asc(savedView.name), asc(savedView.id))
    .limit(mostShown)
  return rows.filter(row => isVisible(row, staff))
}

/** One view that the reader may know of; undefined for every other. */
export async function findView(tx: Tx, staff: Staff, id: string): Promise<StoredView | undefined> {
  const [row] = await tx
    .select()
    .from(savedView)
    .where(and(eq(savedView.id, id)))
  return row && isVisible(row, staff) ? row : undefined
}

function isVisible({ ownerId, audience, municipalityId, officeCode }: StoredView, staff: Staff): boolean {
  if (ownerId === staff.id || audience === 'town') return true
  if (audience === 'me' || officeCode === null) return false
  return staff.officesIn(municipalityId).includes(officeCode) || staff.may('views.manage', municipalityId)
}

/** Their own, and what is shared where they direct the work: a colleague who left must not leave views behind that nobody can mend. */
export const mayChange = (view: StoredView, staff: Staff): boolean =>
  view.ownerId === staff.id || (view.audience !== 'me' && staff.may('views.manage', view.municipalityId))

/** A view's version is the moment of its last change: two browsers never write over each other unseen. */
export const revisionOf = (view: Pick<StoredView, 'updatedAt'>): number => Date.parse(view.updatedAt)

export async function viewRows(tx: Tx, views: readonly StoredView[], names: Names, staff: Staff): Promise<Row[]> {
  const people = await namesOfPeople(
    tx,
    views.map(view => view.ownerId),
  )
  return views.map(view => ({
    id: view.id,
    list: view.list,
    name: view.name,
    municipality: names.municipality(view.municipalityId),
    audience: view.audience,
    office: view.officeCode === null ? null : names.office(view.municipalityId, view.officeCode),
    owner: personRef(people, view.ownerId),
    mine: view.ownerId === staff.id,
    mayChange: mayChange(view, staff),
    // Kept from an earlier version with a filter that is no more: the view opens without filters rather than not at all.
    query: viewQuery.catch({}).parse(view.query),
    revision: revisionOf(view),
    updatedAt: view.updatedAt,
  }))
}
