import Button from '@mui/material/Button'
import { type FormEvent, type ReactNode, useRef, useState } from 'react'
import { useNotify } from 'react-admin'
import type { JsonObject } from '../../engine/json.ts'
import type { TaskPage } from '../api-types.d.ts'
import { useErrorMessage } from '../common/use-api.ts'
import { useWords } from '../common/use-words.ts'
import { without } from '../common/without.ts'
import { checkValues, shownFields } from '../forms/check.ts'
import { FormFields } from '../forms/FormFields.tsx'
import { fieldErrors, newKey, wasAnswered } from '../providers/http.ts'
import { DraftNote } from './DraftNote.tsx'
import { useDraft } from './use-draft.ts'
import { useTaskAct } from './use-task-act.ts'

interface Props {
  task: TaskPage
  onDone: () => void
  buttons: ReactNode
}

/** The form as the procedure's author wrote it. It is checked here by the engine's own rules, and again on the server. */
export const TaskForm = ({ task, onDone, buttons }: Props) => {
  const { t, locale } = useWords()
  const notify = useNotify()
  const message = useErrorMessage()
  const form = useRef<HTMLFormElement>(null)
  const key = useRef(newKey())
  const canWrite = task.allowed.includes('complete')
  const { values, change, choose, forget, ...draft } = useDraft(task)
  const [errors, setErrors] = useState<Record<string, string>>({})
  const complete = useTaskAct(task, 'complete', { told: 'iter.tasks.completed', key: key.current, quiet: true })
  const fields = shownFields(task.form.fields, values, task.document)

  const show = (found: Record<string, string>) => {
    setErrors(found)
    requestAnimationFrame(() => focusFirst(form.current))
  }

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (complete.isPending) return
    const shown: JsonObject = Object.fromEntries(fields.map(({ field }) => [field.key, values[field.key] ?? null]))
    const found = checkValues(task.form.fields, shown, locale, task.document)
    if (Object.keys(found).length > 0) return show(found)
    try {
      await complete.mutateAsync({ values: withoutNulls(shown) })
      forget()
      onDone()
    } catch (error) {
      const refused = byField(fieldErrors(error))
      show(refused)
      // Not reached, it may have been done all the same: the same key asks for it once.
      if (wasAnswered(error)) key.current = newKey()
      if (Object.keys(refused).length === 0) notify(message(error), { type: 'error' })
    }
  }

  return (
    <form ref={form} noValidate onSubmit={event => void submit(event)}>
      <FormFields
        fields={fields}
        values={values}
        errors={errors}
        disabled={!canWrite || complete.isPending}
        caseId={task.caseId}
        onChange={(field, value) => {
          change(field, value)
          setErrors(found => without(found, field))
        }}
      />
      <div className="row" style={{ marginTop: 20 }}>
        {canWrite && (
          <Button type="submit" variant="contained" disabled={complete.isPending}>
            {t(complete.isPending ? 'iter.desk.completing' : 'iter.tasks.complete')}
          </Button>
        )}
        {buttons}
      </div>
      <div className="small soft" style={{ marginTop: 10 }} aria-live="polite">
        {canWrite ? (
          <DraftNote {...draft} onChoose={choose} />
        ) : (
          task.state === 'open' &&
          t(whyClosed(task), { name: task.assignee?.name, role: t(`iter.role.${task.role}`, { _: '' }) })
        )}
      </div>
    </form>
  )
}

/** Why the form cannot be filled in: nobody has taken it, a colleague has, or it is for another role. */
const whyClosed = ({ allowed, assignee, inPlaceOf, role }: TaskPage) => {
  if (inPlaceOf && assignee) return 'iter.desk.stand_in'
  if (assignee) return 'iter.tasks.taken_by'
  return allowed.includes('claim') || role === null ? 'iter.tasks.claim_first' : 'iter.tasks.other_role'
}

/** The server names `values.outcome` or `outcome`. */
const byField = (errors: Record<string, string>) =>
  Object.fromEntries(Object.entries(errors).map(([path, text]) => [path.replace(/^(body\.)?values\./, ''), text]))

const withoutNulls = (values: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null))

/** The first field with an error, or its first option. */
const focusFirst = (form: HTMLFormElement | null) => {
  const field = form?.querySelector('.error')?.closest('.field')
  field?.querySelector<HTMLElement>('input, textarea, [role="combobox"]')?.focus()
}
