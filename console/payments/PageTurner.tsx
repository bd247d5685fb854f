import Button from '@mui/material/Button'
import { useState } from 'react'
import { useWords } from '../common/use-words.ts'

/** Pages of a list inside a page: the cursors walked so far, the last one is on screen. */
export const useTurning = () => {
  const [cursors, setCursors] = useState<string[]>([''])
  return {
    cursor: cursors.at(-1) ?? '',
    page: cursors.length,
    forward: (cursor: string) => setCursors([...cursors, cursor]),
    back: () => setCursors(cursors.slice(0, -1)),
    restart: () => setCursors(['']),
  }
}

export const PageTurner = ({ turning, next }: { turning: ReturnType<typeof useTurning>; next: string | null }) => {
  const { t } = useWords()
  if (turning.page === 1 && !next) return null
  return (
    <nav className="row pager" aria-label={t('iter.table.pages')}>
      <Button disabled={turning.page === 1} onClick={turning.back}>
        {t('iter.table.previous')}
      </Button>
      <span className="soft">{t('ra.navigation.current_page', { page: turning.page })}</span>
      <Button disabled={!next} onClick={() => next && turning.forward(next)}>
        {t('iter.table.next')}
      </Button>
    </nav>
  )
}
