import Button from '@mui/material/Button'
import Dialog from '@mui/material/Dialog'
import DialogActions from '@mui/material/DialogActions'
import DialogContent from '@mui/material/DialogContent'
import DialogTitle from '@mui/material/DialogTitle'
import { type FormEvent, useId, useRef, useState } from 'react'
import { useNotify } from 'react-admin'
import type { JsonObject } from '../../../engine/json.ts'
import type { PaymentService } from '../../api-types.d.ts'
import { useDo, useErrorMessage } from '../../common/use-api.ts'
import { useWords } from '../../common/use-words.ts'
import { without } from '../../common/without.ts'
import { shownFields } from '../../forms/check.ts'
import { FormFields } from '../../forms/FormFields.tsx'
import { fieldErrors } from '../../providers/http.ts'
import { bodyOf, codeOf, draftOf, type Faults, faultsOf, fieldsOf, typedAs } from './service-form.ts'
import { Shares } from './Shares.tsx'

interface Props {
  town: string
  /** Null for a new one. */
  service: PaymentService | null
  /** Codes that the town has already. */
  known: string[]
  onClose: () => void
}

/** A payment service, checked here in the language on screen and by the server again; each fault stands at its field. */
export const ServiceDialog = ({ town, service, known, onClose }: Props) => {
  const { t, locale } = useWords()
  const notify = useNotify()
  const message = useErrorMessage()
  const label = useId()
  const form = useRef<HTMLFormElement>(null)
  const [draft, setDraft] = useState(() => draftOf(service))
  const [faults, setFaults] = useState<Faults>({})
  const isNew = service === null
  const save = useDo(
    (api, { code, body }: { code: string; body: JsonObject }) => api.savePaymentService(town, code, body),
    { stale: ['municipalities'], told: 'iter.services.saved', quiet: true, onDone: onClose },
  )
  const show = (found: Faults) => {
    setFaults(found)
    requestAnimationFrame(() =>
      form.current?.querySelector('.error')?.closest('.field')?.querySelector('input')?.focus(),
    )
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const found = faultsOf(draft, { isNew, known, taken: t('iter.services.taken'), locale })
    if (Object.keys(found).length > 0) return show(found)
    try {
      await save.mutateAsync({ code: codeOf(draft), body: bodyOf(draft, service?.isActive ?? true) })
    } catch (error) {
      show(fieldErrors(error))
      notify(message(error), { type: 'error', autoHideDuration: 8000 })
    }
  }
  return (
    <Dialog open onClose={save.isPending ? undefined : onClose} fullWidth maxWidth="md" aria-labelledby={label}>
      <form ref={form} noValidate onSubmit={event => void submit(event)}>
        <DialogTitle id={label}>
          {isNew ? t('iter.services.add') : t('iter.services.change_title', { name: service.name })}
        </DialogTitle>
        <DialogContent className="stack">
          <p className="soft">{t('iter.services.from_now')}</p>
          <FormFields
            columns
            fields={shownFields(fieldsOf(isNew), draft.service)}
            values={draft.service}
            errors={faults}
            disabled={save.isPending}
            onChange={(key, value) => {
              setDraft({ ...draft, service: { ...draft.service, [key]: typedAs(key, value) } })
              setFaults(known => without(known, key))
            }}
          />
          <Shares
            shares={draft.shares}
            faults={faults}
            disabled={save.isPending}
            onChange={shares => setDraft({ ...draft, shares })}
            onFaults={setFaults}
          />
        </DialogContent>
        <DialogActions sx={{ padding: '8px 24px 20px' }}>
          <Button variant="text" onClick={onClose} disabled={save.isPending}>
            {t('ra.action.cancel')}
          </Button>
          <Button type="submit" variant="contained" disabled={save.isPending}>
            {t('ra.action.save')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
