import type { PaymentFlow as Flow } from '../api-types.d.ts'
import { Chip, type Tone } from '../common/Chip.tsx'
import { useWords } from '../common/use-words.ts'
import type { FlowStatus } from '../payments/types.ts'

const tones = {
  waiting: 'wait',
  partial: 'warn',
  reconciled: 'ok',
  difference: 'bad',
  'nothing-due': 'ok',
  'other-partner': 'wait',
  ambiguous: 'warn',
} as const satisfies Record<FlowStatus, Tone>

export const FlowChip = ({ flow }: { flow: Pick<Flow, 'state' | 'status' | 'statusText'> }) => {
  const { t, text } = useWords()
  if (flow.state === 'anomalous') return <Chip tone="bad">{t('iter.pay.flow.anomalous')}</Chip>
  if (flow.state === 'replaced') return <Chip tone="wait">{t('iter.pay.flow.replaced')}</Chip>
  return <Chip tone={tones[flow.status]}>{text(flow.statusText)}</Chip>
}
