import Button from '@mui/material/Button'
import { useWords } from '../common/use-words.ts'
import type { DraftState } from './draft-keeper.ts'

/** Where what is typed stands: saved at, not yet saved, or written over in another browser. */
export const DraftNote = ({
  savedAt,
  unsaved,
  other,
  onChoose,
}: Omit<DraftState, 'values'> & { onChoose: (which: 'mine' | 'other') => void }) => {
  const { t, time } = useWords()
  if (other) {
    return (
      <div className="panel notice" role="alert">
        <p>{t('iter.desk.draft_other', { at: other.savedAt ? time(other.savedAt) : '' })}</p>
        <div className="row">
          <Button onClick={() => onChoose('other')}>{t('iter.desk.draft_take_other')}</Button>
          <Button onClick={() => onChoose('mine')}>{t('iter.desk.draft_keep_mine')}</Button>
        </div>
      </div>
    )
  }
  if (unsaved === 'kept') return t('iter.desk.draft_kept')
  return savedAt ? t('iter.tasks.draft_saved', { at: time(savedAt) }) : t('iter.tasks.draft_text')
}
