import Button from '@mui/material/Button'
import { useState } from 'react'
import type { PlatformRow } from '../api-types.d.ts'
import { Chip } from '../common/Chip.tsx'
import { Empty, Faces } from '../common/faces.tsx'
import { Table } from '../common/Table.tsx'
import { useAsk, useDo } from '../common/use-api.ts'
import { useMay } from '../common/use-session.ts'
import { useWords } from '../common/use-words.ts'
import { keyState } from './key-state.ts'
import { PlatformDialog } from './PlatformDialog.tsx'

export const PlatformsTab = ({ town }: { town: string }) => {
  const { t } = useWords()
  const may = useMay()
  const [editing, setEditing] = useState<PlatformRow | null>(null)
  const platforms = useAsk(['municipalities', 'platforms', town], api => api.platforms(town))
  const mayManage = may('platforms.manage', town)
  return (
    <div className="panel flat">
      <Faces
        of={platforms}
        isEmpty={data => data.items.length === 0}
        empty={<Empty title={t('iter.platforms.empty')} />}
      >
        {data => (
          <Table<PlatformRow>
            caption={t('iter.towns.tab.platforms')}
            rows={data.items}
            id={row => row.platform}
            columns={[
              {
                key: 'name',
                label: t('iter.platforms.name'),
                cell: row => <b>{t(`iter.platform.${row.platform}`)}</b>,
              },
              { key: 'health', label: t('iter.platforms.health'), cell: row => <Health row={row} /> },
              { key: 'key', label: t('iter.platforms.key'), cell: row => <KeyCell row={row} /> },
              {
                key: 'url',
                label: t('iter.platforms.address'),
                cell: row => <span className="small">{row.baseUrl}</span>,
              },
              { key: 'test', label: t('iter.platforms.last_test'), cell: row => <LastTest row={row} /> },
              {
                key: 'act',
                label: t('iter.incidents.act'),
                cell: row =>
                  mayManage && (
                    <div className="row">
                      {row.baseUrl !== '' && <TestButton town={town} row={row} />}
                      <Button variant="text" onClick={() => setEditing(row)}>
                        {t('iter.platforms.change')}
                      </Button>
                    </div>
                  ),
              },
            ]}
          />
        )}
      </Faces>
      {editing && <PlatformDialog town={town} row={editing} onClose={() => setEditing(null)} />}
    </div>
  )
}

const Health = ({ row }: { row: PlatformRow }) => {
  const { t, moment } = useWords()
  const tones = { ok: 'ok', failing: 'bad', unknown: 'wait' } as const
  return (
    <>
      <Chip tone={tones[row.health.state]}>{t(`iter.health.${row.health.state}`)}</Chip>
      {row.health.since && (
        <div className="small soft">{t('iter.platforms.since', { at: moment(row.health.since) })}</div>
      )}
      {row.health.lastError && <div className="small soft">{row.health.lastError}</div>}
    </>
  )
}

const KeyCell = ({ row }: { row: PlatformRow }) => {
  const { t, dayWithDistance } = useWords()
  // SPID and CIE are verified with the identity providers' certificates: there is nothing to call and no key.
  if (row.baseUrl === '') return '–'
  if (row.secrets.length === 0) return <Chip tone="warn">{t('iter.platforms.no_key')}</Chip>
  const state = keyState(row.keyExpiresAt, new Date())
  return (
    <>
      {state !== 'fine' && <Chip tone={state === 'expired' ? 'bad' : 'warn'}>{t(`iter.key.${state}`)}</Chip>}
      <div>{row.keyExpiresAt ? dayWithDistance(row.keyExpiresAt) : t('iter.platforms.no_expiry')}</div>
      <div className="small soft">{row.secrets.join(', ')}</div>
    </>
  )
}

const LastTest = ({ row }: { row: PlatformRow }) => {
  const { t, moment } = useWords()
  if (!row.testResult) return <span className="soft">{t('iter.platforms.never_tested')}</span>
  return (
    <>
      <Chip tone={row.testResult.ok ? 'ok' : 'bad'}>{row.testResult.message}</Chip>
      <div className="small soft">{moment(row.testedAt)}</div>
    </>
  )
}

const TestButton = ({ town, row }: { town: string; row: PlatformRow }) => {
  const { t } = useWords()
  const test = useDo(api => api.testPlatform(town, row.platform), { stale: ['municipalities'] })
  return (
    <Button disabled={test.isPending} onClick={() => test.mutate(undefined)}>
      {t(test.isPending ? 'iter.platforms.testing' : 'iter.platforms.test')}
    </Button>
  )
}
