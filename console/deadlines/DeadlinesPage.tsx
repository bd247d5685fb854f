import { useSearchParams } from 'react-router-dom'
import type { ListDeadlinesAnswer } from '../api-types.d.ts'
import { CaseTable } from '../cases/CaseTable.tsx'
import { changed } from '../cases/list-address.ts'
import { useCaseList } from '../cases/use-case-list.ts'
import { Empty, Faces } from '../common/faces.tsx'
import { Help } from '../common/Help.tsx'
import { KeysetPager } from '../common/KeysetPager.tsx'
import { Page } from '../common/Page.tsx'
import { useAsk } from '../common/use-api.ts'
import { useCapped } from '../common/use-capped.ts'
import { useTown } from '../common/use-session.ts'
import { useWords } from '../common/use-words.ts'
import { DeadlineBars } from './DeadlineBars.tsx'
import { DeadlineTable } from './DeadlineTable.tsx'
import { totalsOf } from './totals.ts'

/** Terms about to expire, by office and week: what is late comes first, what the law has stopped stands apart. */
export const DeadlinesPage = () => {
  const { t } = useWords()
  const capped = useCapped()
  const [town] = useTown()
  const [address] = useSearchParams()
  const query = new URLSearchParams(town ? { municipality: town } : {})
  for (const name of ['office', 'procedure']) {
    const value = address.get(name)
    if (value) query.set(name, value)
  }
  const asked = useAsk(['cases', 'deadlines', query.toString()], api => api.deadlines(query.toString()))
  const totals = asked.data && totalsOf(asked.data)
  return (
    <Page
      title={t('iter.deadlines.title')}
      beside={
        <>
          {totals && t('iter.deadlines.summary', { late: capped(totals.late), soon: capped(totals.weeks[0] ?? 0) })}{' '}
          <Help word="legal_due" />
        </>
      }
    >
      {asked.data && <DeadlineFilters data={asked.data} />}
      <Faces
        of={asked}
        rows={6}
        isEmpty={({ items }) => items.length === 0}
        empty={<Empty title={t('iter.deadlines.empty')}>{t('iter.deadlines.empty_text')}</Empty>}
      >
        {data => (
          <>
            <div className="panel">
              <DeadlineBars data={data} />
            </div>
            <div className="panel flat">
              <DeadlineTable data={data} />
            </div>
            <Terms />
          </>
        )}
      </Faces>
    </Page>
  )
}

const DeadlineFilters = ({ data }: { data: ListDeadlinesAnswer }) => {
  const { t, text } = useWords()
  const [address, setAddress] = useSearchParams()
  const choice = (name: 'office' | 'procedure', label: string, options: { value: string; label: string }[]) => (
    <label className="row small">
      <span className="soft">{label}</span>
      <select
        value={address.get(name) ?? ''}
        onChange={event => setAddress(changed(address, { [name]: event.target.value || undefined }))}
      >
        <option value="">{t('iter.list.any')}</option>
        {options.map(one => (
          <option key={one.value} value={one.value}>
            {one.label}
          </option>
        ))}
      </select>
    </label>
  )
  return (
    <div className="filters" role="group" aria-label={t('iter.cases.filters')}>
      {choice(
        'office',
        t('iter.deadlines.office'),
        data.offices.map(one => ({ value: one.code, label: one.name })),
      )}
      {choice(
        'procedure',
        t('iter.columns.procedure'),
        data.procedures.map(one => ({ value: one.key, label: text(one.title) })),
      )}
    </div>
  )
}

/** The terms one by one, the latest first; by page, whatever their number. */
const Terms = () => {
  const { t } = useWords()
  const [address, setAddress] = useSearchParams()
  const clock = address.get('term') === 'suspended' ? 'suspended' : 'running'
  const list = useCaseList(state => ({
    ...state,
    filters: { ...state.filters, open: 'true', term: clock },
    sort: { field: 'due', order: 'ASC' },
  }))
  return (
    <section aria-labelledby="terms">
      <div className="row" style={{ marginTop: 20 }}>
        <h2 id="terms">{t('iter.deadlines.terms')}</h2>
        <div className="filters" style={{ marginTop: 0 }}>
          {(['running', 'suspended'] as const).map(one => (
            <button
              key={one}
              type="button"
              className={clock === one ? 'toggle on' : 'toggle'}
              aria-pressed={clock === one}
              onClick={() => setAddress(changed(address, { term: one }))}
            >
              {t(`iter.list.term.${one}`)}
            </button>
          ))}
          <Help word="suspended" />
        </div>
      </div>
      {clock === 'suspended' && <p className="soft">{t('iter.deadlines.stopped_text')}</p>}
      <div className="panel flat">
        <Faces
          of={list.asked}
          isEmpty={({ items }) => items.length === 0}
          empty={<Empty title={t('iter.deadlines.none')} />}
        >
          {({ items }) => <CaseTable rows={items} columns={columns} current={list.state.row} />}
        </Faces>
      </div>
      <KeysetPager next={list.asked.data?.nextCursor ?? null} />
    </section>
  )
}

const columns = ['procedure', 'subject', 'step', 'due', 'municipality'] as const
