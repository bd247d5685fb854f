import { useState } from 'react'
import { Empty, Faces } from '../common/faces.tsx'
import { useAsk } from '../common/use-api.ts'
import { useTown } from '../common/use-session.ts'
import { useWords } from '../common/use-words.ts'
import { PaymentTable } from './PaymentTable.tsx'

/** What is typed may name a person: it goes by POST and never stands in an address. */
export const PaymentSearch = ({ q, onSearch }: { q: string; onSearch: (q: string) => void }) => {
  const { t } = useWords()
  const [typed, setTyped] = useState(q)
  return (
    <form
      role="search"
      aria-label={t('iter.pay.search.title')}
      className="row small"
      onSubmit={event => {
        event.preventDefault()
        onSearch(typed.trim().length < 2 ? '' : typed.trim())
      }}
    >
      <input
        type="search"
        className="cell"
        value={typed}
        autoComplete="off"
        maxLength={100}
        aria-label={t('iter.pay.search.title')}
        placeholder={t('iter.pay.search.hint')}
        onChange={event => {
          setTyped(event.target.value)
          if (event.target.value === '') onSearch('')
        }}
      />
      <button type="submit" className="toggle">
        {t('iter.pay.search.button')}
      </button>
    </form>
  )
}

export const Found = ({ q }: { q: string }) => {
  const { t } = useWords()
  const [town] = useTown()
  const asked = useAsk(['payments', 'search', q, town], api => api.searchPayments(q, town))
  return (
    <section aria-label={t('iter.pay.search.found')}>
      <p className="soft" role="status" style={{ marginTop: 12 }}>
        {asked.data && t('iter.pay.search.count', { smart_count: asked.data.items.length })}
      </p>
      <div className="panel flat">
        <Faces
          of={asked}
          isEmpty={({ items }) => items.length === 0}
          empty={<Empty title={t('iter.pay.search.none')}>{t('iter.pay.search.how')}</Empty>}
        >
          {({ items }) => <PaymentTable rows={items} />}
        </Faces>
      </div>
    </section>
  )
}
