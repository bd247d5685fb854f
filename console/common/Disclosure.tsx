import { type ReactNode, useEffect, useRef } from 'react'
import { useLocation } from 'react-router-dom'

interface Props {
  label: string
  children: ReactNode
}

/** A button with what belongs to it below. Escape, a click elsewhere and a new page close it. */
export const Disclosure = ({ label, children }: Props) => {
  const box = useRef<HTMLDetailsElement>(null)
  const { key } = useLocation()
  const close = () => {
    if (box.current) box.current.open = false
  }
  useEffect(close, [key])
  useEffect(() => {
    const outside = (event: MouseEvent) => {
      // A dialog opened from inside stands outside in the page.
      const at = event.target
      if (at instanceof Element && !box.current?.contains(at) && !at.closest('[role=presentation]')) close()
    }
    document.addEventListener('mousedown', outside)
    return () => document.removeEventListener('mousedown', outside)
  }, [])
  return (
    <details
      className="disclosure"
      ref={box}
      onKeyDown={event => {
        if (event.key !== 'Escape') return
        close()
        box.current?.querySelector('summary')?.focus()
      }}
    >
      <summary>{label}</summary>
      <div className="panel">{children}</div>
    </details>
  )
}
