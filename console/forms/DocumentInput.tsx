import Button from '@mui/material/Button'
import { useRef, useState } from 'react'
import { useDo } from '../common/use-api.ts'
import { useWords } from '../common/use-words.ts'
import { describedBy, type InputProps } from './input-props.ts'

const accepted = ['application/pdf', 'image/jpeg', 'image/png']

/** Files the chosen document with the case at once; the field's value is the document's id. */
export const DocumentInput = (props: InputProps) => {
  const { id, field, value, disabled, onChange, caseId } = props
  const { t, size } = useWords()
  const input = useRef<HTMLInputElement>(null)
  const [name, setName] = useState<string | null>(null)
  const filing = useDo(
    async (api, file: File) =>
      api.addDocument(caseId ?? '', {
        name: file.name,
        kind: field.key,
        mediaType: file.type,
        content: await base64(file),
      }),
    {
      stale: ['cases'],
      onDone: document => {
        setName(`${document.name}, ${size(document.size)}`)
        onChange(document.id)
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
          if (file) filing.mutate(file)
        }}
      />
      <Button disabled={disabled || filing.isPending} onClick={() => input.current?.click()}>
        {t(filing.isPending ? 'iter.form.filing' : 'iter.form.choose_file')}
      </Button>
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
