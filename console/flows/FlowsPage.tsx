import Button from '@mui/material/Button'
import type { ListFlowsAnswer as FlowList } from '../api-types.d.ts'
import { Empty, Faces } from '../common/faces.tsx'
import { KeysetPager } from '../common/KeysetPager.tsx'
import { Page } from '../common/Page.tsx'
import { useMay } from '../common/use-session.ts'
import { useWords } from '../common/use-words.ts'
import { Toggle } from '../payments/Toggle.tsx'
import type { FlowStatus } from '../payments/types.ts'
import { UploadPanel } from '../payments/UploadPanel.tsx'
import { fileOf, picking } from '../payments/list-query.ts'
import { useList } from '../payments/use-list.ts'
import { FlowTable } from './FlowTable.tsx'
import { Unfetched } from './Unfetched.tsx'

const statuses = [
  'waiting',
  'partial',
  'difference',
  'ambiguous',
  'reconciled',
  'other-partner',
  'nothing-due',
] as const satisfies FlowStatus[]

const wrong: readonly FlowStatus[] = ['difference', 'ambiguous']

/** The providers' reports: which came, whose money is here. */
export const FlowsPage = () => {
  const { t, locale } = useWords()
  const may = useMay()
  const list = useList({
    resource: 'flows',
    ask: (api, query) => api.flows(query),
    queryOf: picking('status', 'psp', 'from', 'to', 'late', 'order'),
  })
  const { address, asked } = list
  const isFiltered = address.has('status') || address.has('late')
  return (
    <Page
      title={t('iter.pay.flow.title')}
      actions={
        <Button href={fileOf('/flows.csv', list.query, locale)} download>
          {t('iter.list.export')}
        </Button>
      }
    >
      <Unfetched towns={asked.data?.unfetched ?? []} hasTown={list.town !== ''} />
      <Filters
        counts={asked.data?.counts}
        status={address.get('status')}
        isLate={address.get('late') === 'true'}
        onChange={list.change}
      />
      <div className="panel flat" aria-busy={asked.isPlaceholderData}>
        <Faces
          of={asked}
          rows={10}
          isEmpty={({ items }) => items.length === 0}
          empty={
            <Empty title={t(isFiltered ? 'iter.pay.flow.none' : 'iter.pay.flow.empty')}>
              {t('iter.pay.flow.empty_text')}
            </Empty>
          }
        >
          {({ items }) => (
            <FlowTable
              rows={items}
              current={address.get('row')}
              sort={{ field: 'regulationOn', order: address.get('order') === 'asc' ? 'ASC' : 'DESC' }}
              onSort={({ order }) => list.change({ order: order === 'ASC' ? 'asc' : undefined })}
            />
          )}
        </Faces>
      </div>
      <KeysetPager next={asked.data?.nextCursor ?? null} />
      {may('payments.import') && <UploadPanel kind="report" />}
    </Page>
  )
}

interface FilterProps {
  counts: FlowList['counts'] | undefined
  status: string | null
  isLate: boolean
  onChange: (change: Record<string, string | undefined>) => void
}

const Filters = ({ counts, status, isLate, onChange }: FilterProps) => {
  const { t } = useWords()
  return (
    <div className="filters" role="group" aria-label={t('iter.pay.list.show')}>
      <Toggle isOn={!status && !isLate} onClick={() => onChange({ status: undefined, late: undefined })}>
        {t('iter.pay.filter.all')}
      </Toggle>
      <Toggle isOn={isLate} onClick={() => onChange({ late: isLate ? undefined : 'true', status: undefined })}>
        {t('iter.pay.flow.late')}
      </Toggle>
      <span className="divider" aria-hidden="true" />
      {statuses.map(one => (
        <Toggle
          key={one}
          isOn={status === one}
          isWrong={wrong.includes(one)}
          count={counts?.byStatus[one] ?? 0}
          onClick={() => onChange({ status: status === one ? undefined : one, late: undefined })}
        >
          {t(`iter.pay.flow.status.${one}`)}
        </Toggle>
      ))}
    </div>
  )
}
