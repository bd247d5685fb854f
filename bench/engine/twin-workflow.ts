import { proxyActivities } from '@temporalio/workflow'

interface Activities {
  step: (request: { name: string; cents: number }) => Promise<{ ok: boolean }>
}

const { step } = proxyActivities<Activities>({ startToCloseTimeout: '10 seconds' })

/** The fifteen steps as somebody writes them by hand, with ordinary activities. */
export async function twinWorkflow({ cents, minors }: { cents: number; minors: number }): Promise<number> {
  const call = (name: string) => step({ name, cents })
  await call('protocol')
  await call('identity')
  await Promise.all([call('registry'), call('residence')])
  await call('school')
  await call('arrears')
  const fare = cents > 600_000 ? Math.round(cents / 2000) : 200
  if (fare > 0 && minors < 5) {
    await call('place')
    await call('notice')
  }
  return fare
}
