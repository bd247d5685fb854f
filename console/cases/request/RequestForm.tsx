import Button from '@mui/material/Button'
import { type FormEvent, useRef, useState } from 'react'
import { useNotify, useRedirect } from 'react-admin'
import type { Json, JsonObject } from '../../../engine/json.ts'
import type { GetMunicipalityAnswer, ProcedurePage } from '../../api-types.d.ts'
import { Failed, Faces, Loading } from '../../common/faces.tsx'
import { useAsk, useDo, useErrorMessage } from '../../common/use-api.ts'
import { useWords } from '../../common/use-words.ts'
import { without } from '../../common/without.ts'
import { romeDate } from '../../format.ts'
import { checkValues, shownFields } from '../../forms/check.ts'
import { FormFields } from '../../forms/FormFields.tsx'
import { fieldErrors, newKey } from '../../providers/http.ts'
import { nested } from './nested.ts'
import { sectionsOf, withOptions } from './sections.ts'

interface Props {
  procedure: string
  municipality: string
}

/** The counter's form of a procedure, with the town's own schools and classes. */
export const RequestForm = ({ procedure, municipality }: Props) => {
  const page = useAsk(['procedures', procedure], api => api.procedure(procedure))
  const town = useAsk(['municipalities', 'one', municipality], api => api.municipality(municipality))
  if (town.error) return <Failed error={town.error} retry={town.refetch} />
  if (!town.data) return <Loading rows={6} />
  const found = town.data
  return <Faces of={page}>{data => <OpenForm page={data} town={found} />}</Faces>
}

const OpenForm = ({ page, town }: { page: ProcedurePage; town: GetMunicipalityAnswer }) => {
  const { t, text, locale } = useWords()
  const notify = useNotify()
  const redirect = useRedirect()
  const message = useErrorMessage()
  const key = useRef(newKey())
  const form = useRef<HTMLFormElement>(null)
  const [values, setValues] = useState<JsonObject>(() => startOf(page))
  const [errors, setErrors] = useState<Record<string, string>>({})
  const create = useDo(
    (api, request: JsonObject) => api.createCase({ procedure: page.key, municipality: town.id, request }, key.current),
    {
      stale: ['cases', 'counts'],
      told: 'iter.new_case.created',
      quiet: true,
      onDone: made => redirect('show', 'cases', made.id),
    },
  )
  const sections = sectionsOf(page).map(section => ({
    ...section,
    fields: withOptions(section.fields, values, town, romeDate(new Date().toISOString())),
  }))
  const fields = sections.flatMap(section => section.fields)

  const change = (path: string, typed: Json) => {
    const value =
      path.endsWith('fiscalCode') && typeof typed === 'string' ? typed.toUpperCase().replace(/\s/g, '') : typed
    setValues(known => ({ ...known, [path]: value, ...(path === 'school.code' ? { 'school.class': null } : {}) }))
    setErrors(found => without(found, path))
  }

  const show = (found: Record<string, string>) => {
    setErrors(found)
    requestAnimationFrame(() =>
      form.current?.querySelector('.error')?.closest('.field')?.querySelector('input')?.focus(),
    )
  }

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const shown = Object.fromEntries(
      shownFields(fields, values).map(({ field }) => [field.key, values[field.key] ?? null]),
    )
    const found = checkValues(fields, withoutFiles(shown), locale)
    if (Object.keys(found).length > 0) {
      notify('iter.form.check', { type: 'warning' })
      return show(found)
    }
    try {
      await create.mutateAsync(nested(shown))
    } catch (error) {
      const refused = byPath(fieldErrors(error))
      key.current = newKey()
      show(refused)
      const others = Object.entries(refused).filter(([path]) => !fields.some(field => field.key === path))
      notify(others[0] ? `${others[0][0]}: ${others[0][1]}` : message(error), { type: 'error', autoHideDuration: 8000 })
    }
  }

  return (
    <form ref={form} noValidate onSubmit={event => void submit(event)}>
      {sections.map(section => {
        const shown = shownFields(fields, values).filter(({ field }) => section.fields.includes(field))
        if (shown.length === 0) return null
        return (
          <section key={section.key} className="panel">
            <h2>{text(section.title)}</h2>
            {section.help && <p className="soft">{text(section.help)}</p>}
            <FormFields
              columns
              fields={shown}
              values={values}
              errors={errors}
              disabled={create.isPending}
              onChange={change}
            />
          </section>
        )
      })}
      <div className="row" style={{ marginTop: 16 }}>
        <Button type="submit" variant="contained" disabled={create.isPending}>
          {t('iter.new_case.submit')}
        </Button>
        <span className="soft small">{t('iter.new_case.after')}</span>
      </div>
    </form>
  )
}

/** A file that goes along is checked by the server; here it counts as filled in. */
const withoutFiles = (values: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, isFile(value) ? 'file' : value]))

const isFile = (value: Json) =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && 'mediaType' in value

/** The server names `request.child.fiscalCode`; the form's field is `child.fiscalCode`. */
const byPath = (errors: Record<string, string>) =>
  Object.fromEntries(Object.entries(errors).map(([path, words]) => [path.replace(/^(body\.)?request\./, ''), words]))

/** Of a fixed value (a school year that is the only one) there is nothing to choose. */
const startOf = (page: ProcedurePage): JsonObject =>
  Object.fromEntries(
    sectionsOf(page)
      .flatMap(section => section.fields)
      .flatMap(field => (field.start === undefined ? [] : [[field.key, field.start]])),
  )
