import TextField from '@mui/material/TextField'
import { useRef, useState } from 'react'
import type { Json, JsonObject } from '../../engine/json.ts'
import type { ActBody, AllowedAct, CasePage } from '../api-types.d.ts'
import { ReasonDialog } from '../common/ReasonDialog.tsx'
import { useDo } from '../common/use-api.ts'
import { useWords } from '../common/use-words.ts'
import { newKey } from '../providers/http.ts'
import { settle } from '../providers/settle.ts'
import { AmendFields } from './AmendFields.tsx'

interface Props {
  allowed: AllowedAct
  data: Pick<CasePage, 'id' | 'revision'>
  onClose: () => void
}

/** One act on a case: what it will do, what it needs, why; then the engine's answer. */
export const ActDialog = ({ allowed, data, onClose }: Props) => {
  const { t, text } = useWords()
  const key = useRef(newKey())
  const [values, setValues] = useState<JsonObject>(
    Object.fromEntries(allowed.fields.map(field => [field.path, field.value])),
  )
  const [source, setSource] = useState('')
  const needsSource = allowed.act === 'record-outcome' || allowed.act === 'not-done'
  const act = useDo(
    async (api, reason: string) => {
      const body = { act: toAct(allowed, values, source.trim(), reason), reason, revision: data.revision }
      return settle(await api.act(data.id, body, key.current), { ask: id => api.actState(data.id, id) })
    },
    {
      stale: ['cases', 'tasks', 'incidents', 'counts'],
      told: 'iter.act.done',
      onDone: onClose,
    },
  )
  return (
    <ReasonDialog
      title={text(allowed.label)}
      confirm={text(allowed.label)}
      danger={allowed.tone === 'danger'}
      isBusy={act.isPending}
      isReady={!needsSource || source.trim() !== ''}
      onClose={onClose}
      onConfirm={reason => {
        // Another reason is another act: a refused one is not repeated under its old key.
        if (act.isError) key.current = newKey()
        act.mutate(reason)
      }}
    >
      <p>{text(allowed.preview)}</p>
      <AmendFields
        fields={allowed.fields}
        values={values}
        onChange={(path, value) => setValues({ ...values, [path]: value })}
      />
      {needsSource && (
        <TextField
          label={t('iter.act.source')}
          helperText={t('iter.act.source_help')}
          value={source}
          required
          onChange={event => setSource(event.target.value)}
          sx={{ mt: 1 }}
        />
      )}
    </ReasonDialog>
  )
}

const toAct = (allowed: AllowedAct, values: JsonObject, source: string, reason: string): ActBody => {
  const incident = allowed.incident ?? ''
  switch (allowed.act) {
    case 'retry':
      return { type: 'retry', incident }
    case 'amend':
      return { type: 'amend', ...(allowed.incident ? { incident } : {}), set: changed(allowed, values) }
    case 'record-outcome':
      return { type: 'record-outcome', incident, output: values, source }
    case 'not-done':
      return { type: 'not-done', incident, source }
    case 'suspend':
      return { type: 'suspend' }
    case 'resume':
      return { type: 'resume' }
    case 'close':
      return { type: 'close', ground: reason }
  }
}

const changed = (allowed: AllowedAct, values: JsonObject): { path: string; value: Json }[] => {
  const fields = allowed.fields.map(field => ({
    path: field.path,
    value: values[field.path] ?? null,
    was: field.value,
  }))
  const different = fields.filter(field => JSON.stringify(field.value) !== JSON.stringify(field.was))
  return (different.length > 0 ? different : fields).map(({ path, value }) => ({ path, value }))
}
