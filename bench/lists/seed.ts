import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import { summaryOf } from '../../db/view-summary.ts'
import { publishProcedure } from '../../server/publish.ts'
import { enrolmentFolder, enrolmentPlan } from '../enrolment/world.ts'
import { timed } from '../figures.ts'
import type { Database } from '../services.ts'
import { givenNames, surnames } from './names.ts'
import { templates } from './templates.ts'

/** Tables that are filled without their indexes: building these afterwards takes a fraction of the time. */
const large = ['case_record', 'case_view', 'task', 'incident', 'case_event']

/** Fills an empty database; `say` is told how far it is. */
export async function seedCases(
  { superuser, db }: Database,
  cases: number,
  say: (line: string) => void,
): Promise<void> {
  await publishProcedure(db, enrolmentFolder())
  await keepTemplates(superuser)
  // Foreign keys are checked by triggers; what is seeded is whole by the way it is made.
  await superuser.query(
    `set session_replication_role = replica; set synchronous_commit = off; set maintenance_work_mem = '512MB'`,
  )
  await relax(superuser)
  await superuser.query(`set work_mem = '256MB'; select set_config('bench.cases', '${cases}', false)`)
  const indexes = await dropIndexes(superuser)
  const script = readFileSync(fileURLToPath(new URL('./seed.sql', import.meta.url)), 'utf8')
    .replace(':surnames', surnames.map(superuser.escapeLiteral).join(', '))
    .replace(':names', givenNames.map(superuser.escapeLiteral).join(', '))
  for (const statement of script.split(/;\n/).filter(text => text.trim() !== '')) await step(statement)
  for (const index of indexes) await step(index)
  await step('drop table seed; drop table seeded; drop table template_case; drop table template_fact')
  await superuser.query('reset session_replication_role')
  for (const table of [...large, 'case_counter_by_state']) await step(`vacuum (analyze) ${table}`)

  await firm(superuser)

  async function step(statement: string): Promise<void> {
    const { ms } = await timed(() => superuser.query(statement))
    const [what = ''] = /(insert into|create[a-z ]* (?:table|index)|vacuum \(analyze\)) \S+/.exec(statement) ?? []
    if (ms > 2000) say(`  ${what} ${(ms / 1000).toFixed(0)} s`)
  }
}

/** While an empty database is filled nothing is there to lose: no waiting for the disk, few checkpoints. */
async function relax(superuser: pg.Client): Promise<void> {
  for (const setting of [`fsync = off`, `full_page_writes = off`, `max_wal_size = '8GB'`])
    await superuser.query(`alter system set ${setting}`)
  await superuser.query('select pg_reload_conf()')
}

/** What is measured is measured with the settings of an installation, and from files that are on the disk. */
async function firm(superuser: pg.Client): Promise<void> {
  await superuser.query('checkpoint')
  await superuser.query('alter system reset all')
  await superuser.query('select pg_reload_conf()')
}

/** Unique ones stay: they are the tables' keys. */
async function dropIndexes(superuser: pg.Client): Promise<string[]> {
  const { rows } = await superuser.query<{ indexname: string; indexdef: string }>(
    `select indexname, indexdef from pg_indexes i where schemaname = 'public' and tablename = any ($1)
       and not exists (select from pg_constraint where conname = i.indexname)`,
    [large],
  )
  for (const { indexname } of rows) await superuser.query(`drop index ${superuser.escapeIdentifier(indexname)}`)
  return rows.map(({ indexdef }) => indexdef)
}

/** Packed once: a million rows copy the packed bytes instead of packing them again. */
async function keepTemplates(superuser: pg.Client): Promise<void> {
  await superuser.query(
    `create table template_case (kind text primary key, document jsonb, view jsonb, step_name text, waiting_for jsonb);
     create table template_fact (kind text, idx int, type text, element text, name text, actor jsonb, detail jsonb)`,
  )
  for (const { kind, view } of templates(await enrolmentPlan())) {
    const { document, history, ...rest } = view
    const { stepName, waitingFor } = summaryOf(view)
    await superuser.query('insert into template_case values ($1, $2, $3, $4, $5)', [
      kind,
      JSON.stringify(document),
      JSON.stringify(rest),
      stepName,
      waitingFor === null ? null : JSON.stringify(waitingFor),
    ])
    for (const [idx, fact] of history.entries()) {
      await superuser.query('insert into template_fact values ($1, $2, $3, $4, $5, $6, $7)', [
        kind,
        idx,
        fact.type,
        fact.element,
        fact.name,
        fact.actor === null ? null : JSON.stringify(fact.actor),
        JSON.stringify(fact.detail),
      ])
    }
  }
}
