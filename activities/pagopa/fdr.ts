import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import { findTown } from '../../db/queries/find-town.ts'
import { noteChange } from '../../db/queries/note-change.ts'
import {
  closeFetched,
  fetchedNames,
  findFetch,
  latest,
  noteFetch,
  openFetched,
} from '../../db/queries/reconciliation/fetched-reports.ts'
import { insertChunk } from '../../db/queries/reconciliation/payment-files.ts'
import type { Instant } from '../../engine/json.ts'
import type { ChoreContext } from '../kernel/chore-context.ts'
import { toOperationError } from '../kernel/operation-error.ts'
import type { PlatformClient } from '../kernel/platform-client.ts'
import { checkReports } from './fdr-alarms.ts'

const pageSize = 1_000
/** A report may be listed later than others that were published after it. */
const lookBackMs = 24 * 3_600_000

const metadata = z.object({ totPage: z.int().min(0).optional() }).optional()
const listed = z.object({
  fdr: z.string(),
  pspId: z.string(),
  revision: z.int(),
  published: z.iso.datetime({ offset: true }),
})
const list = z.object({ metadata, data: z.array(listed) })
/** Kept as they came: their reader checks them. */
const answer = z.looseObject({ metadata })
type Listed = z.output<typeof listed>

interface Source {
  client: PlatformClient
  headers: Record<string, string>
  base: string
  alive: () => void
}

/**
 * Fetches a town's payment reports that were published since the last time, page by page, and hands each on to be taken as if it had been uploaded. What is known
 * is not fetched again; a report that was cut off in the middle begins anew.
 * @throws OperationError `unavailable` with the service's own wish when it asks to be left alone (429): what was fetched stays
 */
export async function fetchReports(
  context: ChoreContext,
  { at, alive }: { at: Instant; alive: () => void },
): Promise<{ fetched: number }> {
  const { municipality } = context
  await context.transaction(tx => checkReports(tx, municipality, at))
  try {
    const { settings, secrets } = await context.setting('pagopa')
    return settings.fdrUrl === undefined
      ? { fetched: 0 }
      : await fetchFrom(context, settings.fdrUrl, { secrets, at, alive })
  } catch (error) {
    // Where the accounting office looks; the next answer takes it away.
    await context.transaction(tx => noteFailure(tx, municipality, toOperationError(error).message))
    throw error
  }
}

async function noteFailure(tx: Tx, municipality: string, error: string): Promise<void> {
  const known = await findFetch(tx, municipality)
  await noteFetch(tx, municipality, { error })
  if (known?.error !== error) await tell(tx, municipality)
}

/** To the pages that are open: whether reports can be fetched is another thing than before. */
const tell = (tx: Tx, municipality: string) =>
  noteChange(tx, { municipality, resource: 'payment-alarm', resourceId: municipality })

async function fetchFrom(
  context: ChoreContext,
  fdrUrl: string,
  { secrets, at, alive }: { secrets: { subscriptionKey: string }; at: Instant; alive: () => void },
): Promise<{ fetched: number }> {
  const { municipality } = context
  const known = await context.transaction(tx => findFetch(tx, municipality))
  const town = await context.transaction(tx => findTown(tx, municipality))
  const source: Source = {
    client: context.client('pagopa', fdrUrl),
    headers: { 'ocp-apim-subscription-key': secrets.subscriptionKey },
    base: `/organizations/${town?.fiscalCode ?? ''}/fdrs`,
    alive,
  }
  let fetched = 0
  let publishedAfter = known?.publishedAfter ?? null
  for await (const page of pagesOf(source, publishedAfter)) {
    const names = await context.transaction(tx => fetchedNames(tx, municipality, page.map(nameOf)))
    for (const one of page.filter(it => !names.has(nameOf(it)))) {
      await fetchReport(context, source, one)
      fetched += 1
    }
    for (const { published } of page) publishedAfter = latest(publishedAfter, new Date(published).toISOString())
  }
  const seen = fetched > 0 ? { seenAt: at } : {}
  await context.transaction(async tx => {
    await noteFetch(tx, municipality, { publishedAfter, fetchedAt: at, error: null, ...seen })
    if (known?.error) await tell(tx, municipality)
  })
  await context.transaction(tx => checkReports(tx, municipality, at))
  return { fetched }
}

async function* pagesOf({ client, headers, base, alive }: Source, after: Instant | null): AsyncGenerator<Listed[]> {
  const since = after === null ? '' : `&publishedGt=${new Date(Date.parse(after) - lookBackMs).toISOString()}`
  for (let page = 1, pages = 1; page <= pages; page += 1) {
    alive()
    const path = `${base}?page=${page}&size=${pageSize}${since}`
    const { body } = await client.call({ method: 'GET', path, headers, answers: { 200: list } })
    pages = body.metadata?.totPage ?? 1
    yield body.data
  }
}

const nameOf = ({ pspId, fdr, revision }: Listed): string => `${fdr}_${pspId}_${revision}.json`

async function fetchReport(context: ChoreContext, { client, headers, base, alive }: Source, one: Listed) {
  const { municipality } = context
  const fileId = await context.transaction(tx => openFetched(tx, municipality, nameOf(one)))
  const path = `${base}/${encodeURIComponent(one.fdr)}/revisions/${one.revision}/psps/${encodeURIComponent(one.pspId)}`
  const digest = createHash('sha256')
  let size = 0
  const keep = async (number: number, body: object) => {
    alive()
    const bytes = Buffer.from(JSON.stringify(body))
    digest.update(bytes)
    size += bytes.length
    await context.transaction(tx => insertChunk(tx, { municipality, fileId, number, bytes }))
  }
  const flow = await client.call({ method: 'GET', path, headers, answers: { 200: answer } })
  await keep(0, flow.body)
  for (let page = 1, pages = 1; page <= pages; page += 1) {
    const rows = `${path}/payments?page=${page}&size=${pageSize}`
    const { body } = await client.call({ method: 'GET', path: rows, headers, answers: { 200: answer } })
    await keep(page, body)
    pages = body.metadata?.totPage ?? 1
  }
  const sha256 = digest.digest('hex')
  await context.transaction(tx => closeFetched(tx, municipality, { fileId, sha256, size }))
}
