import Button from '@mui/material/Button'
import { type DragEvent, useRef, useState } from 'react'
import { useNavigate } from 'react-router-dom'
import { useDo } from '../common/use-api.ts'
import { useMay, useSession, useTown } from '../common/use-session.ts'
import { useWords } from '../common/use-words.ts'

interface Props {
  kind: 'report' | 'journal'
}

const accepted = {
  report: '.xml,text/xml,application/xml',
  journal: '.xml,.zip,text/xml,application/xml,application/zip',
}

/** Drop a file or choose one. What it is, the server finds out by what it holds; its page then tells how the reading goes. */
export const UploadPanel = ({ kind }: Props) => {
  const { t } = useWords()
  const may = useMay()
  const session = useSession()
  const navigate = useNavigate()
  const [switched] = useTown()
  const [chosen, setChosen] = useState('')
  const [isOver, setOver] = useState(false)
  const [sending, setSending] = useState('')
  const input = useRef<HTMLInputElement>(null)
  const towns = (session?.municipalities ?? []).filter(one => may('payments.import', one.id))
  const town = [chosen, switched].find(id => towns.some(one => one.id === id)) ?? towns[0]?.id ?? ''
  const upload = useDo((api, file: File) => api.uploadPaymentFile(town, file), {
    stale: ['payment-files'],
    onDone: ({ file, isKnown }) => navigate(`/journals/${file.id}/show`, { state: { known: isKnown } }),
  })
  const take = (files: FileList | null) => {
    const file = files?.[0]
    if (!file || !town || upload.isPending) return
    setSending(file.name)
    upload.mutate(file)
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    take(event.dataTransfer.files)
  }
  if (towns.length === 0) return null
  return (
    <section
      className={isOver ? 'drop over' : 'drop'}
      style={{ marginTop: 12 }}
      aria-label={t(`iter.pay.upload.${kind}`)}
      onDragOver={event => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <b>{t(`iter.pay.upload.drop_${kind}`)}</b>
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
        <input
          ref={input}
          type="file"
          accept={accepted[kind]}
          className="visually-hidden"
          aria-label={t('iter.pay.upload.choose')}
          // The button beside it is what people meet.
          aria-hidden
          tabIndex={-1}
          onChange={event => {
            take(event.target.files)
            event.target.value = ''
          }}
        />
        <Button variant="contained" disabled={upload.isPending} onClick={() => input.current?.click()}>
          {t('iter.pay.upload.choose')}
        </Button>
      </div>
      <p className="small soft">{t(`iter.pay.upload.hint_${kind}`)}</p>
      <div role="status">
        {upload.isPending && (
          <>
            <p>{t('iter.pay.upload.sending', { name: sending })}</p>
            <Working label={t('iter.pay.upload.progress')} />
          </>
        )}
      </div>
    </section>
  )
}

/** Something is under way and nobody can say how much is left. */
export const Working = ({ label, words }: { label: string; words?: string }) => (
  <div className="progress working" role="progressbar" aria-label={label} {...(words && { 'aria-valuetext': words })}>
    <span className="run" />
  </div>
)
