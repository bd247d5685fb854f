import { randomUUID } from 'node:crypto'

import { settleEntry, takeFile } from '../../activities/reconciliation/take-file.ts'
import { refreshPayments } from '../../db/queries/reconciliation/refresh-payments.ts'
import { storeReceipt } from '../../db/queries/store-receipt.ts'
import { aJournal } from '../../reconciliation/samples/journal.ts'
import type { Movement } from '../../reconciliation/samples/journal.ts'
import { aReport } from '../../reconciliation/samples/report.ts'
import type { Api, Browser } from './api.ts'

/** The creditor of the reports' and journals' builders. */
const fiscalCode = '00111190191'

interface Owed {
  service?: string
  debtor?: string
  dueOn?: string
  /** Cents of it that another body gets, such as TEFA. */
  others?: number
}

export const iuv = (n: number): string => `01${String(n).padStart(15, '0')}`
export const flowId = (name: string): string => `2026-11-20BPPIITRRXXX-${name}`
export const cause = (name: string): string => `/PUR/LGPE-RIVERSAMENTO/URI/${flowId(name)}`

/** A town that reconciles: its notices, receipts and files by the very code that takes them. */
export async function aPayingTown(api: Api) {
  const { town } = api
  const sql = (text: string, values: unknown[] = []) => api.database.asSuperuser(text, values)
  const inTown = api.database.db.withTenants.bind(api.database.db, [town])
  await sql('update municipality set fiscal_code = $2 where id = $1', [town, fiscalCode])
  const settings = {
    receiptsUrl: 'http://127.0.0.1:9',
    segregationCode: '01',
    iban: 'IT60X0542811101000000123456',
    companyName: 'x',
  }
  const secrets = await api.database.keys.sealFor(
    town,
    JSON.stringify({ subscriptionKey: 'k' }),
    'platform_setting/pagopa',
  )
  await sql(
    `insert into platform_setting (municipality_id, platform, base_url, secrets, settings)
     values ($1, 'pagopa', 'http://127.0.0.1:9', $2, $3)`,
    [town, secrets, JSON.stringify(settings)],
  )
  await sql(
    `insert into payment_service (municipality_id, code, name, category, shares, is_tax, expires) values
     ($1, 'tari', 'TARI', '9/0101101IM/', '[]', true, false), ($1, 'mensa', 'Mensa', '9/0201102IM/', '[]', false, false)`,
    [town],
  )

  /** A notice of a service, not paid yet. */
  const owes = async (n: number, cents: number, some: Owed = {}) => {
    const { service = 'tari', debtor = 'Vera Corti', dueOn = '2026-11-30', others = 0 } = some
    const position = randomUUID()
    await sql(
      `insert into debt_position (municipality_id, id, iupd, service, description, debtor_name, cents)
       values ($1, $2::uuid, $2::uuid::text, $3, 'Saldo 2026', $4, $5)`,
      [town, position, service, debtor, cents],
    )
    await sql(
      `insert into notice (municipality_id, position_id, iupd, iuv, nav, cents, due_date, state, position)
       values ($1, $2::uuid, $2::uuid::text, $3::text, '3' || $3::text, $4, $5, 'published', '{}')`,
      [town, position, iuv(n), cents, dueOn],
    )
    await sql(
      `insert into payment_transfer (municipality_id, notice_id, number, payee_fiscal_code, payee_name, cents, iban, category, description)
       select $1, id, p.number, p.payee, 'Ente', p.cents, 'IT60X0542811101000000123456', '9/0101101IM/', 'Saldo'
       from notice, (values (1, '${fiscalCode}', $3::bigint - $4::bigint), (2, '80000000000', $4::bigint)) p(number, payee, cents)
       where municipality_id = $1 and iuv = $2 and p.cents > 0`,
      [town, iuv(n), cents, others],
    )
    await inTown(tx => refreshPayments(tx, town, { iuvs: [iuv(n)] }))
  }
  const pays = (n: number, cents: number, receiptId = `RT-${n}`) =>
    inTown(tx =>
      storeReceipt(tx, {
        municipality: town,
        receipt: { receiptId, nav: `3${iuv(n)}`, iuv: iuv(n), cents, paidAt: '2026-11-19T10:00:00.000Z', payload: {} },
        source: 'push',
      }),
    )
  const upload = async (by: Browser, text: string): Promise<string> => {
    const form = new FormData()
    form.set('municipality', town)
    form.set('file', new Blob([text]), 'a.xml')
    const { body } = await by.send('POST', '/api/v1/payments/files', form)
    await takeFile({ db: api.database.db, alive: () => {} }, { municipality: town, fileId: body.id })
    return body.id
  }
  const report = (by: Browser, name: string, rows: { n: number; amount: string; outcome?: string }[]) => {
    const total = rows.reduce((sum, row) => sum + Math.round(Number(row.amount) * 100), 0)
    return upload(
      by,
      aReport({
        flowId: flowId(name),
        trn: `TRN-${name}`,
        rows: rows.map(({ n, ...row }) => ({ iuv: iuv(n), ...row })),
        total: (total / 100).toFixed(2),
      }),
    )
  }
  const journal = (by: Browser, day: string, movements: Movement[]) =>
    upload(by, aJournal({ day, movements, version: '1.8' }))
  /** Does what the relay and a worker would do about entries. */
  const runChores = async () => {
    const { rows } = await sql(
      `update outbox set delivered_at = now() where kind = 'chore' and delivered_at is null
         and payload ->> 'name' = 'settleEntry' returning payload ->> 'subject' as entry`,
    )
    for (const { entry } of rows) await settleEntry(api.database.db, { municipality: town, entry })
    return rows.length
  }
  return { owes, pays, report, journal, runChores, sql }
}
