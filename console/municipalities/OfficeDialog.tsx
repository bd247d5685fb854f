import TextField from '@mui/material/TextField'
import { useState } from 'react'
import type { Office } from '../api-types.d.ts'
import { ReasonDialog } from '../common/ReasonDialog.tsx'
import { useDo } from '../common/use-api.ts'
import { useWords } from '../common/use-words.ts'

interface Props {
  town: string
  /** Null for a new one. */
  office: Office | null
  onClose: () => void
}

/** Name and confidentiality of an office; its code only when it is made. */
export const OfficeDialog = ({ town, office, onClose }: Props) => {
  const { t } = useWords()
  const [code, setCode] = useState('')
  const [name, setName] = useState(office?.name ?? '')
  const [confidential, setConfidential] = useState(office?.confidential ?? false)
  const save = useDo(
    api =>
      office
        ? api.changeOffice(town, office.id, { name, confidential })
        : api.addOffice(town, { code, name, confidential }),
    { stale: ['municipalities'], told: 'iter.offices.saved', onDone: onClose },
  )
  const isCode = office !== null || /^[a-z][a-z0-9-]+$/.test(code)
  return (
    <ReasonDialog
      title={office ? t('iter.offices.change_title', { name: office.name }) : t('iter.offices.add')}
      confirm={t('ra.action.save')}
      withReason={false}
      isBusy={save.isPending}
      isReady={name.trim() !== '' && isCode}
      onClose={onClose}
      onConfirm={() => save.mutate(undefined)}
    >
      {!office && (
        <>
          <p className="soft">{t('iter.offices.add_text')}</p>
          <TextField
            label={t('iter.offices.code')}
            helperText={t('iter.offices.code_help')}
            value={code}
            required
            error={code !== '' && !isCode}
            onChange={event => setCode(event.target.value)}
          />
        </>
      )}
      <TextField
        label={t('iter.offices.name')}
        value={name}
        required
        onChange={event => setName(event.target.value)}
        sx={{ mt: 1 }}
      />
      <div className="checks">
        <label>
          <input type="checkbox" checked={confidential} onChange={event => setConfidential(event.target.checked)} />
          {t('iter.offices.is_closed')}
        </label>
      </div>
      {office?.confidential && !confidential && <p role="alert">{t('iter.offices.opens')}</p>}
    </ReasonDialog>
  )
}
