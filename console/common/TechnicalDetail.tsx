import Button from '@mui/material/Button'
import { useState } from 'react'
import { useWords } from './use-words.ts'

/** For a ticket: folded away until it is wanted, then copied as a whole. */
export const TechnicalDetail = ({ lines }: { lines: (string | null | undefined)[] }) => {
  const { t } = useWords()
  const [isCopied, setCopied] = useState(false)
  const detail = lines.filter(Boolean).join('\n')
  if (detail === '') return null
  return (
    <details className="small technical-detail">
      <summary>{t('iter.case.technical')}</summary>
      <p className="mono pre">{detail}</p>
      <Button
        variant="text"
        onClick={() => void navigator.clipboard?.writeText(detail).then(() => setCopied(true))}
        onBlur={() => setCopied(false)}
      >
        {t('iter.case.copy')}
      </Button>
      <span role="status" className="soft">
        {isCopied && t('iter.case.copied')}
      </span>
    </details>
  )
}
