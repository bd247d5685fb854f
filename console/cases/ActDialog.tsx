import TextField from '@mui/material/TextField'
import { useRef, useState } from 'react'
import { useNotify } from 'react-admin'
import type { JsonObject } from '../../engine/json.ts'
import type { ActBody, AllowedAct, CasePage } from '../api-types.d.ts'
import { ReasonDialog } from '../common/ReasonDialog.tsx'
import { useAsk, useDo } from '../common/use-api.ts'
import { useWords } from '../common/use-words.ts'
import { without } from '../common/without.ts'
import { checkValues, shownFields } from '../forms/check.ts'
import { FormFields } from '../forms/FormFields.tsx'
import { newKey } from '../providers/http.ts'
import { settle } from '../providers/settle.ts'
import { actForm, actStart, actValues, amendments } from './act-fields.ts'
import { Grounds } from './Grounds.tsx'

interface Props {
  allowed: AllowedAct
  data: Pick<CasePage, 'id' | 'revision'>
  onClose: () => void
}

/** One act on a case: what it will do, what it needs, why; then the engine's answer. */
export const ActDialog = ({ allowed, data, onClose }: Props) => {
  const { t, text, locale } = useWords()
  const notify = useNotify()
  const key = useRef(newKey())
  const [values, setValues] = useState<JsonObject>(() => actStart(allowed))
  const [errors, setErrors] = useState<Record<string, string>>({})
  const [stated, setStated] = useState({ source: '', ground: '' })
  const namesDocument = allowed.act === 'record-outcome' && allowed.fields.some(one => one.path === 'documentId')
  const documents = useAsk(['cases', 'documents', data.id], api => api.documents(data.id), namesDocument)
  const fields = actForm(allowed, documents.data?.items)
  const needsSource = allowed.act === 'record-outcome' || allowed.act === 'not-done'
  const act = useDo(
    async (api, reason: string) => {
      const body = { act: toAct(allowed, values, stated), reason, revision: data.revision }
      return settle(await api.act(data.id, body, key.current), { ask: id => api.actState(data.id, id) })
    },
    { stale: ['cases', 'tasks', 'incidents', 'counts'], told: 'iter.act.done', onDone: onClose },
  )
  const confirm = (reason: string) => {
    const found = checkValues(fields, values, locale)
    setErrors(found)
    if (Object.keys(found).length > 0) return notify('iter.form.check', { type: 'warning' })
    // Another reason is another act: a refused one is not repeated under its old key.
    if (act.isError) key.current = newKey()
    act.mutate(reason)
  }
  return (
    <ReasonDialog
      title={text(allowed.label)}
      confirm={text(allowed.label)}
      danger={allowed.tone === 'danger'}
      isBusy={act.isPending}
      isReady={(!needsSource || stated.source.trim() !== '') && (allowed.act !== 'close' || stated.ground !== '')}
      onClose={onClose}
      onConfirm={confirm}
    >
      <p>{text(allowed.preview)}</p>
      <FormFields
        fields={shownFields(fields, values)}
        values={values}
        errors={errors}
        disabled={act.isPending}
        onChange={(path, value) => {
          setValues({ ...values, [path]: value })
          setErrors(without(errors, path))
        }}
      />
      {allowed.act === 'close' && (
        <Grounds value={stated.ground} onChange={ground => setStated({ ...stated, ground })} />
      )}
      {needsSource && (
        <TextField
          label={t('iter.act.source')}
          helperText={t('iter.act.source_help')}
          value={stated.source}
          required
          onChange={event => setStated({ ...stated, source: event.target.value })}
          sx={{ mt: 1 }}
        />
      )}
    </ReasonDialog>
  )
}

const toAct = (allowed: AllowedAct, values: JsonObject, stated: { source: string; ground: string }): ActBody => {
  const incident = allowed.incident ?? ''
  const source = stated.source.trim()
  switch (allowed.act) {
    case 'retry':
      return { type: 'retry', incident }
    case 'amend':
      return { type: 'amend', ...(allowed.incident ? { incident } : {}), set: amendments(allowed, values) }
    case 'record-outcome':
      return { type: 'record-outcome', incident, output: actValues(allowed, values), source }
    case 'not-done':
      return { type: 'not-done', incident, source }
    case 'suspend':
      return { type: 'suspend' }
    case 'resume':
      return { type: 'resume' }
    case 'close':
      return { type: 'close', ground: stated.ground }
  }
}
