import { randomUUID } from 'node:crypto'
import type { Client } from '@temporalio/client'
import type pg from 'pg'
import { pause } from '../../sandbox/process.ts'
import type { ActRequest } from '../../workflows/messages.ts'
import {
  asToday,
  actUpdate,
  caseWorkflowId,
  caseWorkflowType,
  casesQueue,
  deliverSignal,
  updateIdOf,
} from '../../workflows/messages.ts'
import type { MadeCase } from '../cases.ts'
import { aDefinition, aTown, makeCases } from '../cases.ts'
import { inParallel, spreadOf } from '../figures.ts'
import { ratio } from '../report.ts'
import type { Section } from '../report.ts'
import type { Services } from '../services.ts'
import type { WorkerProcess } from '../throughput/side.ts'
import { noCpu, startSides, sumOf, watched } from '../throughput/sides.ts'
import type { Cpu } from '../throughput/sides.ts'
import { decideSignal, paymentSignal, twinQueue } from '../throughput/twin-workflow.ts'
import { decision, enrolmentPlan, openingOf, payment } from './world.ts'

/** One side of the enrolment: how a case starts, and what people do to it. */
interface Side {
  name: string
  worker: WorkerProcess
  start: (made: MadeCase) => Promise<unknown>
  decide: (made: MadeCase, task: string) => Promise<unknown>
  pay: (made: MadeCase) => Promise<unknown>
  /** Seconds of each round. */
  toDecision: number[]
  toCredit: number[]
  cpu: { toDecision: Cpu; toCredit: Cpu }
}

const width = 20

/** The whole enrolment, its outside answering at once, against the same procedure written by hand as ordinary activities. */
export async function measureEnrolment(
  services: Services,
  { rounds, cases }: { rounds: number; cases: number },
): Promise<Section> {
  const database = await services.database('enrolment')
  const { client, iter, twin, stop } = await startSides(services, database)
  try {
    const procedure = 'canteen-enrolment'
    const town = await aTown(database.db, 'Ripalta')
    const kind = { town, procedure, definitionId: await aDefinition(database.db, procedure) }
    const sides = [await iterSide(client, iter), twinSide(client, twin)]
    const make = (count: number) => makeCases(database.db, kind, count, {})
    for (const side of sides)
      await oneRound(services, database.superuser, blank(side), await make(Math.min(width, cases)))
    for (let round = 0; round < rounds; round += 1) {
      for (const side of round % 2 === 0 ? sides : sides.toReversed())
        await oneRound(services, database.superuser, side, await make(cases))
    }
    return report(sides, rounds, cases)
  } finally {
    await stop()
  }
}

const unmeasured = () => ({ toDecision: [], toCredit: [], cpu: { toDecision: noCpu(), toCredit: noCpu() } })

/** The same side, its figures thrown away: a round to warm up. */
const blank = (side: Side): Side => ({ ...side, ...unmeasured() })

async function iterSide(client: Client, worker: WorkerProcess): Promise<Side> {
  const plan = await enrolmentPlan()
  const handle = ({ town, id }: MadeCase) => client.workflow.getHandle(caseWorkflowId(town, id))
  return {
    ...unmeasured(),
    name: 'iter',
    worker,
    start: ({ town: municipality, id: caseId, number }) => {
      const at = new Date().toISOString()
      const start = { type: 'start', at, data: openingOf(caseId, number, at) }
      return client.workflow.start(caseWorkflowType, {
        workflowId: caseWorkflowId(municipality, caseId),
        taskQueue: casesQueue,
        args: [{ municipality, caseId, number, planHash: 'bench', plan, start, run: 1, ...asToday }],
      })
    },
    decide: (made, task) => {
      const request: ActRequest = {
        requestId: randomUUID(),
        actor: { kind: 'staff', id: 'supervisor', role: 'supervisor' },
        act: { type: 'complete', task, values: decision },
      }
      return handle(made).executeUpdate(actUpdate, { args: [request], updateId: updateIdOf(request) })
    },
    pay: made => {
      const data = payment(new Date().toISOString())
      return handle(made).signal(deliverSignal, { id: randomUUID(), name: 'payment', data })
    },
  }
}

function twinSide(client: Client, worker: WorkerProcess): Side {
  const idOf = ({ town, id }: MadeCase) => `twin/${town}/${id}`
  return {
    ...unmeasured(),
    name: 'twin',
    worker,
    start: made => {
      const at = new Date().toISOString()
      const input = { municipality: made.town, caseId: made.id, document: openingOf(made.id, made.number, at) }
      return client.workflow.start('enrolmentTwin', { workflowId: idOf(made), taskQueue: twinQueue, args: [input] })
    },
    decide: made => client.workflow.getHandle(idOf(made)).signal(decideSignal, decision),
    pay: made => client.workflow.getHandle(idOf(made)).signal(paymentSignal, payment(new Date().toISOString())),
  }
}

async function oneRound(services: Services, superuser: pg.Client, side: Side, cases: MadeCase[]): Promise<void> {
  const reach = (phase: string) => waitFor(superuser, cases, phase)
  const toDecision = await watched(services, side.worker, side.cpu.toDecision, async () => {
    await inParallel(cases, width, side.start)
    await reach('waiting-task')
  })
  const tasks = await openTasks(superuser, cases)
  const toCredit = await watched(services, side.worker, side.cpu.toCredit, async () => {
    await inParallel(cases, width, made => side.decide(made, tasks.get(made.id) ?? ''))
    await reach('waiting-outside')
    await inParallel(cases, width, side.pay)
    await reach('waiting-time')
  })
  side.toDecision.push(toDecision)
  side.toCredit.push(toDecision + toCredit)
}

/** The decisions to take, by case: their ids hold the number of the instance, which counts everything that has run before. */
async function openTasks(superuser: pg.Client, cases: MadeCase[]): Promise<Map<string, string>> {
  const { rows } = await superuser.query<{ case_id: string; task_id: string }>(
    `select case_id, task_id from task where case_id = any ($1) and element = 'decide' and state = 'open'`,
    [cases.map(({ id }) => id)],
  )
  return new Map(rows.map(row => [row.case_id, row.task_id]))
}

/** Until the projection says so, which is what people see. */
async function waitFor(superuser: pg.Client, cases: MadeCase[], phase: string): Promise<void> {
  for (let tries = 0; tries < 6_000; tries += 1) {
    const { rows } = await superuser.query<{ there: number }>(
      'select count(*)::int as there from case_view where case_id = any ($1) and phase = $2',
      [cases.map(({ id }) => id), phase],
    )
    if (rows[0]?.there === cases.length) return
    await pause(100)
  }
  throw new Error(`After ten minutes not all cases are ${phase}`)
}

function report([iter, twin]: Side[], rounds: number, cases: number): Section {
  if (iter === undefined || twin === undefined) throw new Error('A side is missing')
  const rate = (seconds: number[]) => cases / spreadOf(seconds).median
  const ratioOf = (part: 'toDecision' | 'toCredit') =>
    spreadOf(iter[part].map((seconds, round) => (twin[part][round] ?? Number.NaN) / seconds)).median
  const cpuOf = ({ cpu }: Side) => ((sumOf(cpu.toDecision) + sumOf(cpu.toCredit)) * 1000) / (rounds * cases)
  const part = (side: Side, of: keyof Cpu) =>
    (((side.cpu.toDecision[of] + side.cpu.toCredit[of]) * 1000) / (rounds * cases)).toFixed(0)
  const row = (side: Side) => [
    side.name,
    rate(side.toDecision).toFixed(1),
    rate(side.toCredit).toFixed(1),
    part(side, 'worker'),
    part(side, 'temporal'),
    part(side, 'postgresql'),
    cpuOf(side).toFixed(0),
  ]
  return {
    title: `(b) The canteen enrolment against the same written by hand, ${rounds} rounds of ${cases} cases`,
    figures: {
      'cases a second to the first wait': `${rate(iter.toDecision).toFixed(1)} (ratio ${ratio(ratioOf('toDecision'))})`,
      'cases a second to the credited payment': `${rate(iter.toCredit).toFixed(1)} (ratio ${ratio(ratioOf('toCredit'))})`,
      'processor time ratio': ratio(cpuOf(twin) / cpuOf(iter)),
    },
    tables: [
      {
        caption: '10 automatic steps, a decision, 7 steps, a payment, 1 step; people act at once',
        head: ['side', 'to the wait/s', 'to credit/s', 'worker', 'temporal', 'postgresql', 'CPU ms/case'],
        rows: [iter, twin].map(row),
      },
    ],
    short: [],
  }
}
