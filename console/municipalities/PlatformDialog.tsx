import TextField from '@mui/material/TextField'
import { useState } from 'react'
import type { PlatformRow } from '../api-types.d.ts'
import { ReasonDialog } from '../common/ReasonDialog.tsx'
import { useDo } from '../common/use-api.ts'
import { useWords } from '../common/use-words.ts'

/** Address, expiry and the secrets to replace; those that are set are never shown, an empty box leaves them as they are. */
export const PlatformDialog = ({ town, row, onClose }: { town: string; row: PlatformRow; onClose: () => void }) => {
  const { t } = useWords()
  const [baseUrl, setBaseUrl] = useState(row.baseUrl)
  const [expiry, setExpiry] = useState(row.keyExpiresAt ?? '')
  const [secrets, setSecrets] = useState<Record<string, string>>({})
  const save = useDo(
    api => {
      const replaced = Object.fromEntries(Object.entries(secrets).filter(([, value]) => value !== ''))
      return api.savePlatform(town, row.platform, row.revision, {
        baseUrl,
        keyExpiresAt: expiry || null,
        settings: row.settings,
        ...(Object.keys(replaced).length > 0 ? { secrets: replaced } : {}),
      })
    },
    { stale: ['municipalities'], told: 'iter.platforms.saved', onDone: onClose },
  )
  return (
    <ReasonDialog
      title={t('iter.platforms.change_title', { platform: t(`iter.platform.${row.platform}`) })}
      confirm={t('ra.action.save')}
      withReason={false}
      isBusy={save.isPending}
      isReady={baseUrl !== ''}
      onClose={onClose}
      onConfirm={() => save.mutate(undefined)}
    >
      <TextField
        label={t('iter.platforms.address')}
        type="url"
        value={baseUrl}
        required
        onChange={event => setBaseUrl(event.target.value)}
        sx={{ mt: 1 }}
      />
      <TextField
        label={t('iter.platforms.expiry')}
        type="date"
        value={expiry}
        slotProps={{ inputLabel: { shrink: true } }}
        onChange={event => setExpiry(event.target.value)}
      />
      {row.secrets.map(name => (
        <TextField
          key={name}
          label={t('iter.platforms.secret', { name })}
          helperText={t('iter.platforms.secret_help')}
          type="password"
          autoComplete="new-password"
          value={secrets[name] ?? ''}
          onChange={event => setSecrets({ ...secrets, [name]: event.target.value })}
        />
      ))}
    </ReasonDialog>
  )
}
