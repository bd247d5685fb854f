import { and, desc, eq, lte } from 'drizzle-orm'
import type { LocalDate } from '../../engine/json.ts'
import type { Tx } from '../client.ts'
import { canteenSetting } from '../schema/canteen.ts'

export type CanteenYear = typeof canteenSetting.$inferSelect

/** How the town runs its canteen in a school year. */
export async function canteenYear(tx: Tx, municipality: string, schoolYear: string): Promise<CanteenYear | null> {
  const [found] = await tx
    .select()
    .from(canteenSetting)
    .where(and(eq(canteenSetting.municipalityId, municipality), eq(canteenSetting.schoolYear, schoolYear)))
  return found ?? null
}

/** The year a date falls in: the latest that has begun or, before the first, the first. */
export async function canteenYearOn(tx: Tx, municipality: string, date: LocalDate): Promise<CanteenYear | null> {
  const mine = eq(canteenSetting.municipalityId, municipality)
  const [begun] = await tx
    .select()
    .from(canteenSetting)
    .where(and(mine, lte(canteenSetting.startsOn, date)))
    .orderBy(desc(canteenSetting.startsOn))
    .limit(1)
  if (begun !== undefined) return begun
  const [first] = await tx.select().from(canteenSetting).where(mine).orderBy(canteenSetting.startsOn).limit(1)
  return first ?? null
}
