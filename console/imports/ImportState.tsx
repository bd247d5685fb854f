import type { ImportFile } from '../api-types.d.ts'
import { Chip } from '../common/Chip.tsx'
import { useWords } from '../common/use-words.ts'

export const ImportState = ({ file }: { file: ImportFile }) => {
  const { t } = useWords()
  if (file.state === 'nothing-to-confirm' || (file.state === 'read' && file.good === 0))
    return <Chip tone="warn">{t('iter.import_state.nothing')}</Chip>
  const tones = { read: 'wait', confirmed: 'run', done: 'ok' } as const
  return <Chip tone={tones[file.state]}>{t(`iter.import_state.${file.state}`)}</Chip>
}
