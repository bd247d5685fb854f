import Button from '@mui/material/Button'
import { useTranslate } from 'react-admin'

interface Props {
  page: number
  hasNext: boolean
  onPage: (page: number) => void
}

/** Keyset pages: the one before and the one after; a million rows have no last page worth a jump. */
export const Pager = ({ page, hasNext, onPage }: Props) => {
  const t = useTranslate()
  if (page === 1 && !hasNext) return null
  return (
    <nav className="row" style={{ marginTop: 12 }} aria-label={t('iter.table.pages')}>
      <Button disabled={page === 1} onClick={() => onPage(page - 1)}>
        {t('iter.table.previous')}
      </Button>
      <span className="soft">{t('ra.navigation.current_page', { page })}</span>
      <Button disabled={!hasNext} onClick={() => onPage(page + 1)}>
        {t('iter.table.next')}
      </Button>
    </nav>
  )
}
