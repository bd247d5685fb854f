import Button from '@mui/material/Button'
import { useRef } from 'react'
import { useWords } from '../../common/use-words.ts'

/** Chooses a DMN file; its faults are told by the server's compiler, row and column, when it is proposed. */
export const DmnFile = ({ onTaken }: { onTaken: (file: { name: string; dmn: string }) => void }) => {
  const { t } = useWords()
  const input = useRef<HTMLInputElement>(null)
  const take = async (file: File | undefined) => {
    if (file) onTaken({ name: file.name, dmn: await file.text() })
  }
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".dmn,.xml"
        className="visually-hidden"
        aria-label={t('iter.fares.file')}
        tabIndex={-1}
        onChange={event => {
          void take(event.target.files?.[0])
          event.target.value = ''
        }}
      />
      <Button onClick={() => input.current?.click()}>{t('iter.fares.file')}</Button>
    </>
  )
}
