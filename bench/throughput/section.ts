import type { Client } from '@temporalio/client'
import { asToday, caseWorkflowId, caseWorkflowType, casesQueue } from '../../workflows/messages.ts'
import type { MadeCase } from '../cases.ts'
import { aDefinition, aTown, makeCases } from '../cases.ts'
import { inParallel, spreadOf } from '../figures.ts'
import { ratio } from '../report.ts'
import type { Section } from '../report.ts'
import type { Services } from '../services.ts'
import { steps, twelveSteps } from './diagram.ts'
import { historyLength } from './side.ts'
import type { WorkerProcess } from './side.ts'
import { noCpu, startSides, sumOf, watched } from './sides.ts'
import type { Cpu } from './sides.ts'
import type { TwinInput } from './twin-workflow.ts'
import { twinQueue } from './twin-workflow.ts'

export interface ThroughputSize {
  rounds: number
  /** Of each side, in each round. */
  cases: number
  inFlight: number
}

/** One side: how a case of it runs from start to end. */
interface Side {
  name: 'iter' | 'twin'
  worker: WorkerProcess
  run: (made: MadeCase) => Promise<string>
  seconds: number[]
  /** While this side ran. */
  cpu: Cpu
  historyLength: number
}

const target = 2

/** Twelve automatic steps on Iter and on a hand-written workflow, in turn, on the same servers. */
export async function measureThroughput(services: Services, size: ThroughputSize): Promise<Section> {
  const database = await services.database('throughput')
  const { client, iter, twin, stop } = await startSides(services, database)
  try {
    const plan = await twelveSteps()
    const fresh = () => ({ seconds: [], cpu: noCpu(), historyLength: 0 })
    const sides: Side[] = [
      { ...fresh(), name: 'iter', worker: iter, run: made => runIter(client, plan, made) },
      { ...fresh(), name: 'twin', worker: twin, run: made => runTwin(client, made) },
    ]
    const town = await aTown(database.db, 'Ripalta')
    const kind = { town, procedure: 'twelve-steps', definitionId: await aDefinition(database.db, 'twelve-steps') }
    const cases = (count: number) => makeCases(database.db, kind, count, { about: 'a case', steps: {} })
    // Compiled code, caches and connections are warm before anything is counted.
    for (const side of sides) await inParallel(await cases(size.inFlight), size.inFlight, side.run)
    // As an installation is after its first minute: without statistics PostgreSQL takes any index that begins with the town.
    await database.superuser.query('analyze')
    for (let round = 0; round < size.rounds; round += 1) {
      // Who begins changes with the round: a machine that slows down meanwhile favours nobody.
      for (const side of round % 2 === 0 ? sides : sides.toReversed()) {
        const made = await cases(size.cases)
        const run = () => inParallel(made, size.inFlight, side.run)
        side.seconds.push(await watched(services, side.worker, side.cpu, run))
      }
    }
    for (const side of sides) side.historyLength = await lengthOf(client, side, await cases(1))
    return report(sides, size)
  } finally {
    await stop()
  }
}

async function runIter(client: Client, plan: Awaited<ReturnType<typeof twelveSteps>>, made: MadeCase): Promise<string> {
  const workflowId = caseWorkflowId(made.town, made.id)
  const start = { type: 'start', at: new Date().toISOString(), data: { about: 'a case', steps: {} } }
  const { id: caseId, number, town: municipality } = made
  await client.workflow.execute(caseWorkflowType, {
    workflowId,
    taskQueue: casesQueue,
    args: [{ municipality, caseId, number, planHash: 'bench', plan, start, run: 1, ...asToday }],
  })
  return workflowId
}

async function runTwin(client: Client, { town, id }: MadeCase): Promise<string> {
  const workflowId = `twin/${town}/${id}`
  const input: TwinInput = { municipality: town, caseId: id, document: { about: 'a case' } }
  await client.workflow.execute('twinWorkflow', { workflowId, taskQueue: twinQueue, args: [input] })
  return workflowId
}

async function lengthOf(client: Client, side: Side, [made]: MadeCase[]): Promise<number> {
  if (made === undefined) throw new Error('No case was made')
  return historyLength(client, await side.run(made))
}

function report([iter, twin]: Side[], { rounds, cases }: ThroughputSize): Section {
  if (iter === undefined || twin === undefined) throw new Error('A side is missing')
  // Each round holds the two sides against each other minutes apart at most: their median says more than the sums.
  const ratios = iter.seconds.map((seconds, round) => (twin.seconds[round] ?? Number.NaN) / seconds)
  const found = spreadOf(ratios).median
  const rate = (side: Side) => (cases * steps) / spreadOf(side.seconds).median
  const perStepMs = (seconds: number) => (seconds * 1000) / (rounds * cases * steps)
  const cost = ({ cpu }: Side) => perStepMs(sumOf(cpu))
  const row = (side: Side) => [
    side.name,
    rate(side).toFixed(0),
    ...[side.cpu.worker, side.cpu.temporal, side.cpu.postgresql].map(seconds => perStepMs(seconds).toFixed(1)),
    cost(side).toFixed(1),
    String(side.historyLength),
    perStep(side.historyLength, side.name),
  ]
  return {
    title: `(a) Twelve local-first steps against a hand-written twin, ${rounds} rounds of ${cases} cases`,
    figures: {
      'throughput ratio': `${ratio(found)} (rounds: ${ratios.map(ratio).join(', ')})`,
      'processor time ratio': ratio(cost(twin) / cost(iter)),
      'events per automatic step': `${perStep(iter.historyLength, 'iter')} (twin ${perStep(twin.historyLength, 'twin')})`,
    },
    tables: [
      {
        caption: 'one worker process a side, one dev server, one PostgreSQL',
        head: ['side', 'steps/s', 'worker', 'temporal', 'postgresql', 'CPU ms/step', 'events/case', 'events/step'],
        rows: [iter, twin].map(row),
      },
    ],
    short: found < target ? [`the throughput ratio is below ${target}`] : [],
  }
}

/** Without the events that any workflow has: started, its first task (three events), completed. Iter's last publication is one of them. */
function perStep(events: number, side: Side['name']): string {
  const others = side === 'iter' ? 6 : 5
  return ((events - others) / steps).toFixed(1)
}
