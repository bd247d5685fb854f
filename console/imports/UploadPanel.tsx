import Button from '@mui/material/Button'
import { type DragEvent, useRef, useState } from 'react'
import { useNavigate } from 'react-router-dom'
import { useAsk, useDo } from '../common/use-api.ts'
import { useMay, useSession, useTown } from '../common/use-session.ts'
import { useWords } from '../common/use-words.ts'

/** Drop a file or choose one: it is read and checked, nothing is made before somebody confirms. */
export const UploadPanel = () => {
  const { t, text } = useWords()
  const may = useMay()
  const session = useSession()
  const navigate = useNavigate()
  const [switched] = useTown()
  const towns = (session?.municipalities ?? []).filter(one => may('imports.create', one.id))
  const [chosen, setChosen] = useState('')
  const [isOver, setOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const procedures = useAsk(['procedures'], api => api.procedures())
  const [kind, setKind] = useState('')
  const kinds = procedures.data?.items ?? []
  const procedure = kinds.find(one => one.key === kind) ?? kinds[0]
  const town = [chosen, switched].find(id => towns.some(one => one.id === id)) ?? towns[0]?.id ?? ''
  const upload = useDo((api, file: File) => api.upload(town, procedure?.key ?? '', file), {
    stale: ['imports'],
    onDone: ({ file, isKnown }) => navigate(`/imports/${file.id}/show`, { state: { known: isKnown } }),
  })
  const take = (files: FileList | null) => {
    const file = files?.[0]
    if (file && town && procedure) upload.mutate(file)
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    take(event.dataTransfer.files)
  }
  return (
    <section
      className={isOver ? 'drop over' : 'drop'}
      style={{ marginTop: 12 }}
      aria-label={t('iter.imports.new')}
      onDragOver={event => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <b>{t('iter.imports.drop')}</b>
      <div className="row">
        {towns.length > 1 && (
          <label>
            {t('iter.imports.for')}{' '}
            <select value={town} onChange={event => setChosen(event.target.value)}>
              {towns.map(one => (
                <option key={one.id} value={one.id}>
                  {one.name}
                </option>
              ))}
            </select>
          </label>
        )}
        {kinds.length > 1 && (
          <label>
            {t('iter.imports.procedure')}{' '}
            <select value={procedure?.key} onChange={event => setKind(event.target.value)}>
              {kinds.map(one => (
                <option key={one.key} value={one.key}>
                  {text(one.title)}
                </option>
              ))}
            </select>
          </label>
        )}
        <input
          ref={input}
          type="file"
          accept=".csv,text/csv"
          className="visually-hidden"
          aria-label={t('iter.imports.choose')}
          // The button beside it is what people meet.
          aria-hidden
          tabIndex={-1}
          onChange={event => {
            take(event.target.files)
            event.target.value = ''
          }}
        />
        <Button variant="contained" disabled={upload.isPending || !procedure} onClick={() => input.current?.click()}>
          {t(upload.isPending ? 'iter.imports.reading' : 'iter.imports.choose')}
        </Button>
      </div>
      {procedure && (
        <p className="small soft">
          {text(procedure.title)} ·{' '}
          <a href={`/api/v1/procedures/${encodeURIComponent(procedure.key)}/template.csv`} download>
            {t('iter.imports.template')}
          </a>
        </p>
      )}
      <p className="small soft">{t('iter.imports.nothing_yet')}</p>
    </section>
  )
}
