import { useId, useState } from 'react'
import { useWords } from '../common/use-words.ts'

interface Props {
  label: string
  /** How many were found; none while nothing was asked for. */
  found: number | undefined
  /** More than what is shown. */
  hasMore?: boolean
  onSearch: (q: string) => void
}

/** A search inside a form: the enter key asks, and sends nothing. */
export const SearchRow = ({ label, found, hasMore = false, onSearch }: Props) => {
  const { t } = useWords()
  const id = useId()
  const [typed, setTyped] = useState('')
  const search = () => onSearch(typed.trim())
  return (
    <div className="wide">
      <label htmlFor={id}>{label}</label>
      <div className="row">
        <input
          id={id}
          className="cell"
          style={{ flex: 1 }}
          value={typed}
          autoComplete="off"
          maxLength={100}
          onChange={event => setTyped(event.target.value)}
          onKeyDown={event => {
            if (event.key !== 'Enter') return
            // The form around it would be sent.
            event.preventDefault()
            search()
          }}
        />
        <button type="button" className="toggle" onClick={search}>
          {t('iter.pay.search.button')}
        </button>
      </div>
      <span className="small soft" role="status">
        {found !== undefined && t('iter.pay.search.count', { smart_count: found })}
        {hasMore && ` ${t('iter.pay.assign.more')}`}
      </span>
    </div>
  )
}
