import Button from '@mui/material/Button'
import { useRef, useState } from 'react'
import { useDo } from '../common/use-api.ts'
import { useWords } from '../common/use-words.ts'
import { describedBy, type InputProps } from './input-props.ts'

/** The server's own limit, told before the file travels. */
const largest = 5 * 1024 * 1024
const accepted = ['application/pdf', 'image/jpeg', 'image/png']

/**
 * Files the chosen document with the case at once: the field's value is the document's id.
 * Where the case is yet to come the value is the file itself, which goes with the request.
 */
export const DocumentInput = (props: InputProps) => {
  const { id, field, value, disabled, onChange, caseId } = props
  const { t, size } = useWords()
  const input = useRef<HTMLInputElement>(null)
  const [name, setName] = useState<string | null>(null)
  const [isTooBig, setTooBig] = useState(false)
  const filing = useDo(
    async (api, file: File) => {
      const attachment = { name: file.name, mediaType: file.type, content: await base64(file) }
      if (!caseId) return { file, value: attachment }
      return { file, value: (await api.addDocument(caseId, { ...attachment, kind: field.key })).id }
    },
    {
      stale: caseId ? ['cases'] : [],
      onDone: ({ file, value: filed }) => {
        setName(`${file.name}, ${size(file.size)}`)
        onChange(filed)
      },
    },
  )
  return (
    <div className="row">
      <input
        ref={input}
        id={id}
        type="file"
        className="visually-hidden"
        accept={accepted.join(',')}
        disabled={disabled || filing.isPending}
        aria-describedby={describedBy(props)}
        onChange={event => {
          const file = event.target.files?.[0]
          if (!file) return
          setTooBig(file.size > largest)
          if (file.size <= largest) filing.mutate(file)
        }}
      />
      <Button disabled={disabled || filing.isPending} onClick={() => input.current?.click()}>
        {t(filing.isPending ? 'iter.form.filing' : 'iter.form.choose_file')}
      </Button>
      {isTooBig && (
        <span className="error small" role="alert">
          {t('iter.form.too_big')}
        </span>
      )}
      <span className="soft small">{name ?? t(value ? 'iter.form.filed' : 'iter.form.file_kinds')}</span>
    </div>
  )
}

const base64 = async (file: File) => {
  const bytes = new Uint8Array(await file.arrayBuffer())
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary)
}
