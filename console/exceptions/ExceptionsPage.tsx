import Button from '@mui/material/Button'
import { Link } from 'react-router-dom'
import type { ListExceptionsAnswer as ExceptionList } from '../api-types.d.ts'
import { Empty, Faces } from '../common/faces.tsx'
import { KeysetPager } from '../common/KeysetPager.tsx'
import { Page } from '../common/Page.tsx'
import { useWords } from '../common/use-words.ts'
import { Toggle } from '../payments/Toggle.tsx'
import { fileOf, picking } from '../payments/list-query.ts'
import { useList } from '../payments/use-list.ts'
import { Alarms } from './Alarms.tsx'
import { EntryTable } from './EntryTable.tsx'

const classes = ['error', 'unreported', 'not-pagopa'] as const

/** What matching could not finish by itself: a person looks at the reason and decides. */
export const ExceptionsPage = () => {
  const { t, locale } = useWords()
  const list = useList({
    resource: 'entries',
    ask: (api, query) => api.exceptions(query),
    queryOf: picking('class', 'order'),
  })
  const { address, asked } = list
  const shown = classes.find(one => one === address.get('class'))
  return (
    <Page
      title={t('iter.pay.exceptions.title')}
      actions={
        <div className="row">
          <Link to="/regularisation">{t('iter.pay.regularise.title')}</Link>
          <Button href={fileOf('/exceptions.csv', list.query, locale)} download>
            {t('iter.list.export')}
          </Button>
        </div>
      }
    >
      <Alarms town={list.town} />
      <h2 className="line">{t('iter.pay.exceptions.entries')}</h2>
      <Filters
        shown={shown}
        counts={asked.data?.counts}
        onChange={one => list.change({ class: one === shown ? undefined : one })}
      />
      <div className="panel flat" aria-busy={asked.isPlaceholderData}>
        <Faces
          of={asked}
          rows={8}
          isEmpty={({ items }) => items.length === 0}
          empty={
            <Empty title={t(shown ? 'iter.pay.exceptions.none' : 'iter.pay.exceptions.empty')}>
              {t('iter.pay.exceptions.empty_text')}
            </Empty>
          }
        >
          {({ items }) => <EntryTable rows={items} current={address.get('row')} />}
        </Faces>
      </div>
      <KeysetPager next={asked.data?.nextCursor ?? null} />
    </Page>
  )
}

interface FilterProps {
  shown: (typeof classes)[number] | undefined
  counts: ExceptionList['counts'] | undefined
  onChange: (one: (typeof classes)[number] | undefined) => void
}

const Filters = ({ shown, counts, onChange }: FilterProps) => {
  const { t } = useWords()
  const of = { error: counts?.error, unreported: counts?.unreported, 'not-pagopa': counts?.notPagopa }
  const open = counts && counts.error.count + counts.unreported.count
  return (
    <div className="filters" role="group" aria-label={t('iter.pay.list.show')}>
      <Toggle isOn={!shown} count={open} onClick={() => onChange(undefined)}>
        {t('iter.pay.exceptions.open')}
      </Toggle>
      {classes.map(one => (
        <Toggle
          key={one}
          isOn={shown === one}
          isWrong={one === 'error'}
          count={of[one]?.count}
          onClick={() => onChange(one)}
        >
          {t(`iter.pay.exceptions.class.${one}`)}
        </Toggle>
      ))}
    </div>
  )
}
