import Popper from '@mui/material/Popper'
import { useId, useRef, useState } from 'react'
import { useWords } from './use-words.ts'
import type { Word } from './words.ts'

/** A question mark beside a word that says what the word means here. Opens by click, Enter or Space, closes by Escape or when left. */
export const Help = ({ word }: { word: Word }) => {
  const { t } = useWords()
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const [isOpen, setOpen] = useState(false)
  const name = t(`iter.words.${word}.name`)
  return (
    <span className="help-of">
      <button
        ref={button}
        type="button"
        className="help"
        aria-label={t('iter.desk.what_is', { word: name })}
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={() => setOpen(open => !open)}
        onBlur={() => setOpen(false)}
        onKeyDown={event => {
          if (event.key !== 'Escape' || !isOpen) return
          event.stopPropagation()
          setOpen(false)
        }}
      >
        <span aria-hidden="true">?</span>
      </button>
      {/* There before it speaks: a live region tells what is put into it. */}
      <span role="status">
        {isOpen && (
          <Popper
            open
            anchorEl={() => button.current ?? document.body}
            disablePortal
            placement="bottom-start"
            className="help-text"
          >
            <span id={id}>
              <b>{name}</b> {t(`iter.words.${word}.text`)}
            </span>
          </Popper>
        )}
      </span>
    </span>
  )
}
