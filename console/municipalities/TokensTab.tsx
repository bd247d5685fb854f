import Button from '@mui/material/Button'
import TextField from '@mui/material/TextField'
import { useState } from 'react'
import type { ServiceToken } from '../api-types.d.ts'
import { Chip } from '../common/Chip.tsx'
import { Empty, Faces } from '../common/faces.tsx'
import { ReasonDialog } from '../common/ReasonDialog.tsx'
import { Table } from '../common/Table.tsx'
import { useAsk, useDo } from '../common/use-api.ts'
import { useWords } from '../common/use-words.ts'
import { keyState } from './key-state.ts'

const scopes = ['cases', 'receipts', 'payments'] as const

/** The keys of the front offices that file requests: each is read once, when it is made. */
export const TokensTab = ({ town }: { town: string }) => {
  const { t, day } = useWords()
  const [isMaking, setMaking] = useState(false)
  const [revoking, setRevoking] = useState<ServiceToken | null>(null)
  const tokens = useAsk(['municipalities', 'tokens', town], api => api.tokens(town))
  return (
    <>
      <Button onClick={() => setMaking(true)}>{t('iter.tokens.new')}</Button>
      <div className="panel flat">
        <Faces
          of={tokens}
          isEmpty={data => data.items.length === 0}
          empty={<Empty title={t('iter.tokens.empty')}>{t('iter.tokens.empty_text')}</Empty>}
        >
          {data => (
            <Table<ServiceToken>
              caption={t('iter.towns.tab.tokens')}
              rows={data.items}
              id={row => row.id}
              isWide
              columns={[
                { key: 'name', label: t('iter.tokens.name'), cell: row => <b>{row.name}</b> },
                {
                  key: 'scopes',
                  label: t('iter.tokens.scopes'),
                  cell: row => row.scopes.map(scope => t(`iter.tokens.scope.${scope}`)).join(', '),
                },
                { key: 'expires', label: t('iter.tokens.expires'), cell: row => <Expiry row={row} /> },
                { key: 'created', label: t('iter.tokens.created'), cell: row => day(row.createdAt) },
                {
                  key: 'act',
                  label: t('iter.incidents.act'),
                  cell: row =>
                    row.revokedAt === null && (
                      <Button variant="text" color="error" onClick={() => setRevoking(row)}>
                        {t('iter.tokens.revoke')}
                      </Button>
                    ),
                },
              ]}
            />
          )}
        </Faces>
      </div>
      {isMaking && <NewTokenDialog town={town} onClose={() => setMaking(false)} />}
      {revoking && <RevokeDialog town={town} row={revoking} onClose={() => setRevoking(null)} />}
    </>
  )
}

const Expiry = ({ row }: { row: ServiceToken }) => {
  const { t, day, dayWithDistance } = useWords()
  if (row.revokedAt) return <Chip tone="wait">{t('iter.tokens.revoked', { at: day(row.revokedAt) })}</Chip>
  const state = keyState(row.expiresAt, new Date())
  return state === 'fine' ? (
    dayWithDistance(row.expiresAt)
  ) : (
    <Chip tone={state === 'expired' ? 'bad' : 'warn'}>{dayWithDistance(row.expiresAt)}</Chip>
  )
}

const NewTokenDialog = ({ town, onClose }: { town: string; onClose: () => void }) => {
  const { t } = useWords()
  const [name, setName] = useState('')
  const [chosen, setChosen] = useState<string[]>(['cases'])
  const [expiry, setExpiry] = useState(() => new Date(Date.now() + 365 * 86_400_000).toISOString().slice(0, 10))
  const [token, setToken] = useState<string | null>(null)
  const make = useDo(api => api.createToken(town, { name, scopes: chosen, expiresAt: `${expiry}T22:59:59Z` }), {
    stale: ['municipalities'],
    onDone: made => setToken(made.token),
  })
  return (
    <ReasonDialog
      title={t('iter.tokens.new')}
      confirm={t(token ? 'iter.tokens.kept' : 'iter.tokens.make')}
      withReason={false}
      isBusy={make.isPending}
      isReady={name !== '' && chosen.length > 0 && expiry !== ''}
      onClose={onClose}
      onConfirm={() => (token ? onClose() : make.mutate(undefined))}
    >
      {token ? (
        <>
          <p>{t('iter.tokens.once')}</p>
          <p className="mono pre panel">{token}</p>
        </>
      ) : (
        <>
          <TextField
            label={t('iter.tokens.name')}
            value={name}
            required
            onChange={event => setName(event.target.value)}
            sx={{ mt: 1 }}
          />
          <TextField
            label={t('iter.tokens.expires')}
            type="date"
            value={expiry}
            required
            slotProps={{ inputLabel: { shrink: true } }}
            onChange={event => setExpiry(event.target.value)}
          />
          <div className="checks" role="group" aria-label={t('iter.tokens.scopes')}>
            {scopes.map(scope => (
              <label key={scope}>
                <input
                  type="checkbox"
                  checked={chosen.includes(scope)}
                  onChange={event =>
                    setChosen(event.target.checked ? [...chosen, scope] : chosen.filter(one => one !== scope))
                  }
                />
                {t(`iter.tokens.scope.${scope}`)}
              </label>
            ))}
          </div>
        </>
      )}
    </ReasonDialog>
  )
}

const RevokeDialog = ({ town, row, onClose }: { town: string; row: ServiceToken; onClose: () => void }) => {
  const { t } = useWords()
  const revoke = useDo(api => api.revokeToken(town, row.id), {
    stale: ['municipalities'],
    told: 'iter.tokens.is_revoked',
    onDone: onClose,
  })
  return (
    <ReasonDialog
      title={t('iter.tokens.revoke_title', { name: row.name })}
      confirm={t('iter.tokens.revoke')}
      danger
      withReason={false}
      isBusy={revoke.isPending}
      onClose={onClose}
      onConfirm={() => revoke.mutate(undefined)}
    >
      <p>{t('iter.tokens.revoke_text')}</p>
    </ReasonDialog>
  )
}
