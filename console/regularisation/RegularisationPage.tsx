import Button from '@mui/material/Button'
import { useState } from 'react'
import type { ListRegularisationAnswer as RegularisationList } from '../api-types.d.ts'
import { Empty, Faces } from '../common/faces.tsx'
import { KeysetPager } from '../common/KeysetPager.tsx'
import { Page } from '../common/Page.tsx'
import { useMay } from '../common/use-session.ts'
import { useWords } from '../common/use-words.ts'
import { Toggle } from '../payments/Toggle.tsx'
import { fileOf, picking } from '../payments/list-query.ts'
import { useList } from '../payments/use-list.ts'
import { MapDialog } from './MapDialog.tsx'
import { RegularisationTable } from './RegularisationTable.tsx'

const states = ['open', 'partial', 'done'] as const

/** Entries that wait for a collection order: sixty days, and how each is split over the budget. */
export const RegularisationPage = () => {
  const { t, locale } = useWords()
  const may = useMay()
  const [isMapping, setMapping] = useState(false)
  const list = useList({
    resource: 'entries',
    ask: (api, query) => api.regularisation(query),
    queryOf: (address, town) => {
      const query = picking('state', 'overdue', 'exercise', 'order')(address, town)
      if (!query.has('state')) query.set('state', 'open')
      return query
    },
  })
  const { address, asked, query } = list
  const state = query.get('state') ?? 'open'
  const overdue = address.get('overdue')
  return (
    <Page
      title={t('iter.pay.regularise.title')}
      beside={state !== 'done' && asked.data && <Summary totals={asked.data.totals} />}
      actions={
        <div className="row">
          {list.town && may('payments.read', list.town) && (
            <Button onClick={() => setMapping(true)}>{t('iter.pay.map.open')}</Button>
          )}
          <Button href={fileOf('/regularisation.csv', query, locale)} download>
            {t('iter.list.export')}
          </Button>
        </div>
      }
    >
      <p className="soft">{t('iter.pay.regularise.text')}</p>
      <div className="filters" role="group" aria-label={t('iter.pay.list.show')}>
        {states.map(one => (
          <Toggle
            key={one}
            isOn={state === one && !overdue}
            onClick={() => list.change({ state: one === 'open' ? undefined : one, overdue: undefined })}
          >
            {t(`iter.pay.regularise.state.${one}`)}
          </Toggle>
        ))}
        <span className="divider" aria-hidden="true" />
        {(['45', '60'] as const).map(days => (
          <Toggle
            key={days}
            isOn={overdue === days}
            isWrong
            count={asked.data && (days === '45' ? asked.data.totals.over45.count : asked.data.totals.over60.count)}
            onClick={() => list.change({ overdue: overdue === days ? undefined : days, state: undefined })}
          >
            {t('iter.pay.regularise.over', { days })}
          </Toggle>
        ))}
      </div>
      <div className="panel flat" aria-busy={asked.isPlaceholderData}>
        <Faces
          of={asked}
          rows={8}
          isEmpty={({ items }) => items.length === 0}
          empty={<Empty title={t('iter.pay.regularise.empty')}>{t('iter.pay.regularise.empty_text')}</Empty>}
        >
          {({ items }) => <RegularisationTable rows={items} />}
        </Faces>
      </div>
      <KeysetPager next={asked.data?.nextCursor ?? null} />
      {isMapping && <MapDialog town={list.town} onClose={() => setMapping(false)} />}
    </Page>
  )
}

const Summary = ({ totals }: { totals: RegularisationList['totals'] }) => {
  const { t, euro, count } = useWords()
  return t('iter.pay.regularise.summary', {
    smart_count: totals.count,
    count: count(totals.count),
    amount: euro(totals.remainingCents),
  })
}
