import type { PaymentFile } from '../api-types.d.ts'
import { Chip, type Tone } from '../common/Chip.tsx'
import { useWords } from '../common/use-words.ts'

const tones = { received: 'wait', reading: 'run', taken: 'ok', refused: 'bad' } as const satisfies Record<
  PaymentFile['state'],
  Tone
>

export const FileState = ({ file }: { file: Pick<PaymentFile, 'state'> }) => {
  const { t } = useWords()
  return <Chip tone={tones[file.state]}>{t(`iter.pay.file.${file.state}`)}</Chip>
}
