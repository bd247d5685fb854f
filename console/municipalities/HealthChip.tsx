import type { MunicipalityRow } from '../api-types.d.ts'
import { Chip } from '../common/Chip.tsx'
import { useWords } from '../common/use-words.ts'
import { keyState } from './key-state.ts'

/** Nothing to say is a tick; a platform that does not answer, or a key that ends soon, is a word. */
export const HealthChip = ({ platform }: { platform: MunicipalityRow['platforms'][number] | undefined }) => {
  const { t } = useWords()
  if (!platform) return <span className="soft">–</span>
  if (platform.state === 'failing') return <Chip tone="bad">{t('iter.health.failing')}</Chip>
  const key = keyState(platform.keyExpiresAt, new Date())
  if (key !== 'fine') return <Chip tone="warn">{t(`iter.key.${key}`)}</Chip>
  if (platform.state === 'unknown') return <span className="soft">{t('iter.health.unknown')}</span>
  return (
    <span role="img" aria-label={t('iter.health.ok')}>
      ✓
    </span>
  )
}
