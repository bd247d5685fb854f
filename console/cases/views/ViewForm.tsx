import TextField from '@mui/material/TextField'
import { useState } from 'react'
import type { SavedView } from '../../api-types.d.ts'
import { ReasonDialog } from '../../common/ReasonDialog.tsx'
import { useSession } from '../../common/use-session.ts'
import { useWords } from '../../common/use-words.ts'
import type { ViewInput } from '../../providers/list-verbs.ts'

interface Props {
  title: string
  view?: SavedView
  town: string
  isBusy: boolean
  onClose: () => void
  onSave: (input: ViewInput, withFilters: boolean) => void
}

/** A name, and who else sees it. */
export const ViewForm = ({ title, view, town, isBusy, onClose, onSave }: Props) => {
  const { t } = useWords()
  const session = useSession()
  const [name, setName] = useState(view?.name ?? '')
  const [audience, setAudience] = useState(view ? keyOf(view) : 'me')
  const [withFilters, setWithFilters] = useState(false)
  const offices = (session?.memberships ?? []).flatMap(one =>
    one.municipality.id === town && one.office ? [one.office] : [],
  )
  const shared =
    view?.office && !offices.some(one => one.code === view.office?.code) ? [...offices, view.office] : offices
  return (
    <ReasonDialog
      title={title}
      confirm={t('ra.action.save')}
      withReason={false}
      isReady={name.trim() !== ''}
      isBusy={isBusy}
      onClose={onClose}
      onConfirm={() => onSave({ name: name.trim(), ...audienceOf(audience) }, withFilters)}
    >
      <TextField
        label={t('iter.views.name')}
        helperText={t('iter.views.name_help')}
        value={name}
        onChange={event => setName(event.target.value)}
        slotProps={{ htmlInput: { maxLength: 80 } }}
        required
        sx={{ mt: 1 }}
      />
      <label className="stack">
        <span>{t('iter.views.audience')}</span>
        <select value={audience} onChange={event => setAudience(event.target.value)}>
          <option value="me">{t('iter.views.me')}</option>
          {shared.map(office => (
            <option key={office.code} value={`office ${office.code}`}>
              {office.name}
            </option>
          ))}
          <option value="town">{t('iter.views.town')}</option>
        </select>
      </label>
      {view && (
        <label className="check">
          <input type="checkbox" checked={withFilters} onChange={event => setWithFilters(event.target.checked)} />
          {t('iter.views.with_filters')}
        </label>
      )}
    </ReasonDialog>
  )
}

const keyOf = ({ audience, office }: SavedView) => (office ? `office ${office.code}` : audience)

const audienceOf = (key: string): Pick<ViewInput, 'audience' | 'office'> => {
  if (key === 'me' || key === 'town') return { audience: key }
  return { audience: 'office', office: key.slice('office '.length) }
}
