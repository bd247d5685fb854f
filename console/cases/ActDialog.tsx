import { useRef, useState } from 'react'
import { useNotify } from 'react-admin'
import type { JsonObject } from '../../engine/json.ts'
import type { AllowedAct, CasePage } from '../api-types.d.ts'
import { ReasonDialog } from '../common/ReasonDialog.tsx'
import { useAsk, useDo } from '../common/use-api.ts'
import { useWords } from '../common/use-words.ts'
import { without } from '../common/without.ts'
import { checkValues, shownFields } from '../forms/check.ts'
import { FormFields } from '../forms/FormFields.tsx'
import { newKey } from '../providers/http.ts'
import { settle } from '../providers/settle.ts'
import { actStart, toAct } from './act-fields.ts'
import { ActPreview } from './ActPreview.tsx'

interface Props {
  allowed: AllowedAct
  data: Pick<CasePage, 'id' | 'revision'>
  onClose: () => void
}

/** One act on a case: what it needs, what it will do as the engine says, why; then the engine's answer. */
export const ActDialog = ({ allowed, data, onClose }: Props) => {
  const { text, locale } = useWords()
  const notify = useNotify()
  const key = useRef(newKey())
  const [values, setValues] = useState<JsonObject>(() => actStart(allowed))
  const [errors, setErrors] = useState<Record<string, string>>({})
  const { fields } = allowed
  const faults = checkValues(fields, values, locale)
  const body = toAct(allowed, values)
  const isComplete = Object.keys(faults).length === 0
  const preview = useAsk(
    ['previews', data.id, data.revision, JSON.stringify(body)],
    api => api.previewAct(data.id, body),
    isComplete,
    // What is refused as too soon is allowed by and by, without anything happening.
    ({ refusal }) => (refusal !== null && allowed.notBefore !== null ? 5_000 : false),
  )
  // What was seen is what is done: an act on a case that has moved on since is refused.
  const revision = preview.data?.revision ?? data.revision
  const act = useDo(
    async (api, reason: string) =>
      settle(await api.act(data.id, { act: body, reason, revision }, key.current), {
        ask: id => api.actState(data.id, id),
      }),
    { stale: ['cases', 'tasks', 'incidents', 'counts', 'previews'], told: 'iter.act.done', onDone: onClose },
  )
  const confirm = (reason: string) => {
    setErrors(faults)
    if (!isComplete) return notify('iter.form.check', { type: 'warning' })
    // Another reason is another act: a refused one is not repeated under its old key.
    if (act.isError) key.current = newKey()
    act.mutate(reason)
  }
  return (
    <ReasonDialog
      title={text(allowed.label)}
      confirm={text(allowed.label)}
      danger={allowed.tone === 'danger'}
      reasonWords={allowed.reasonWords}
      isBusy={act.isPending}
      isReady={!preview.data?.refusal}
      onClose={onClose}
      onConfirm={confirm}
    >
      <FormFields
        fields={shownFields(fields, values)}
        values={values}
        errors={errors}
        disabled={act.isPending}
        onChange={(path, value) => {
          setValues(known => ({ ...known, [path]: value }))
          setErrors(known => without(known, path))
        }}
      />
      <ActPreview allowed={allowed} preview={preview.data ?? null} isLoading={preview.isFetching} />
    </ReasonDialog>
  )
}
