import Button from '@mui/material/Button'
import MenuItem from '@mui/material/MenuItem'
import TextField from '@mui/material/TextField'
import { useState } from 'react'
import { Empty, Faces } from '../common/faces.tsx'
import { Page } from '../common/Page.tsx'
import { Pager } from '../common/Pager.tsx'
import { useAsk, useDo } from '../common/use-api.ts'
import { useMay, useTown } from '../common/use-session.ts'
import { useWords } from '../common/use-words.ts'
import { ChecksTable } from './ChecksTable.tsx'
import { LastRun } from './LastRun.tsx'

const states = ['open', 'repaired', 'gone'] as const

/** Where our own records contradict each other: what Iter has repaired, and what a person must see to. */
export const ChecksPage = () => {
  const { t } = useWords()
  const may = useMay()
  const [town] = useTown()
  const [state, setState] = useState<string>('open')
  // The cursors of the pages gone through: the last one is the page shown.
  const [cursors, setCursors] = useState<string[]>([])
  const query = new URLSearchParams({ state, limit: '50' })
  const cursor = cursors.at(-1)
  if (town) query.set('municipality', town)
  if (cursor) query.set('cursor', cursor)
  const asked = useAsk(['checks', town, state, cursor], api => api.checks(`?${query}`))
  const run = useDo(api => api.runChecks(), { stale: ['checks'], told: 'iter.checks.asked' })
  const next = asked.data?.nextCursor
  return (
    <Page
      title={t('iter.checks.title')}
      actions={
        may('checks.run') && (
          <Button variant="contained" disabled={run.isPending} onClick={() => run.mutate(undefined)}>
            {t('iter.checks.now')}
          </Button>
        )
      }
    >
      <p>{t('iter.checks.intro')}</p>
      {asked.data && <LastRun last={asked.data.last} ended={asked.data.ended} />}
      <div className="filters">
        <TextField
          select
          label={t('iter.checks.state')}
          value={state}
          onChange={event => {
            setState(event.target.value)
            setCursors([])
          }}
        >
          {states.map(one => (
            <MenuItem key={one} value={one}>
              {t(`iter.checks.${one}`)}
            </MenuItem>
          ))}
        </TextField>
      </div>
      <div className="panel flat">
        <Faces
          of={asked}
          isEmpty={data => data.items.length === 0}
          empty={<Empty title={t('iter.checks.empty')}>{t('iter.checks.empty_text')}</Empty>}
        >
          {data => <ChecksTable rows={data.items} />}
        </Faces>
      </div>
      <Pager
        page={cursors.length + 1}
        hasNext={next != null}
        onPage={page => setCursors(page > cursors.length + 1 && next ? [...cursors, next] : cursors.slice(0, page - 1))}
      />
    </Page>
  )
}
