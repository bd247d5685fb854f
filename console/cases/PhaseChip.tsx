import type { CaseRow } from '../api-types.d.ts'
import { Chip, type Tone } from '../common/Chip.tsx'
import { useWords } from '../common/use-words.ts'

const tones = {
  working: 'run',
  'waiting-task': 'wait',
  'waiting-outside': 'wait',
  'waiting-time': 'wait',
  blocked: 'bad',
  suspended: 'warn',
  ended: 'ok',
} as const satisfies Record<CaseRow['phase'], Tone>

/** Where a case stands, in one mark; a closed case says how it ended. */
export const PhaseChip = ({ phase, outcome }: { phase: CaseRow['phase']; outcome: string | null }) => {
  const { t } = useWords()
  if (phase === 'ended' && outcome) {
    return (
      <Chip tone={['approved', 'paid'].includes(outcome) ? 'ok' : 'wait'}>
        {t(`iter.outcome.${outcome}`, { _: outcome })}
      </Chip>
    )
  }
  return <Chip tone={tones[phase]}>{t(`iter.phase.${phase}`)}</Chip>
}
