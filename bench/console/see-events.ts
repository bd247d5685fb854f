import type { Browser } from 'playwright-core'
import { noteChange } from '../../db/queries/note-change.ts'
import { pause } from '../../sandbox/process.ts'
import type { Database } from '../services.ts'
import { windowOf } from './first-load.ts'

interface Watched {
  origin: string
  cookie: string
  events: number
}

/** Milliseconds from the commit of a change to the moment in which the open case shows it. */
export async function measureEvents(
  browser: Browser,
  { db, superuser }: Database,
  { origin, cookie, events }: Watched,
): Promise<number[]> {
  const context = await windowOf(browser, origin, cookie)
  const page = await context.newPage()
  page.setDefaultTimeout(60_000)
  await page.goto(`${origin}/cases`)
  await page.locator('main table a[href^="/cases/"]').first().click()
  await page.locator('main .sentence').waitFor()
  await page.getByText('In diretta').first().waitFor()
  const id = /\/cases\/([^/]+)/.exec(page.url())?.[1]
  if (id === undefined) throw new Error(`No case is open at ${page.url()}`)
  const { rows } = await superuser.query<{ municipality_id: string; subject_name: string }>(
    'select municipality_id, subject_name from case_view where case_id = $1',
    [id],
  )
  const town = rows[0]?.municipality_id
  if (town === undefined) throw new Error('The case on screen is not in the database')
  const figures: number[] = []
  for (let n = 1; n <= events; n += 1) {
    const name = `Persona ${n} Vista`
    const seen: Promise<number> = page.evaluate(`iterBench.seeText(${JSON.stringify(name)})`)
    await superuser.query('update case_view set subject_name = $2, revision = revision + 1 where case_id = $1', [
      id,
      name,
    ])
    const at = Date.now()
    await db.withTenants([town], tx => noteChange(tx, { municipality: town, resource: 'case', resourceId: id }))
    figures.push((await seen) - at)
    // Not in step with the server's own looks.
    await pause(1100 + ((n * 137) % 400))
  }
  await superuser.query('update case_view set subject_name = $2 where case_id = $1', [id, rows[0]?.subject_name])
  await context.close()
  return figures
}
