import type { TreasuryEntry as Entry } from '../api-types.d.ts'
import { Chip, type Tone } from '../common/Chip.tsx'
import { useWords } from '../common/use-words.ts'
import type { EntryClass } from '../payments/types.ts'

const tones = {
  reconciled: 'ok',
  'other-partner': 'wait',
  unreported: 'wait',
  error: 'bad',
  'not-pagopa': 'wait',
  reversed: 'wait',
} as const satisfies Record<EntryClass, Tone>

export const EntryChip = ({ entry }: { entry: Pick<Entry, 'class' | 'classText'> }) => {
  const { text } = useWords()
  return <Chip tone={tones[entry.class]}>{text(entry.classText)}</Chip>
}
