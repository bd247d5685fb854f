import { useEffect } from 'react'

/** j and k move in the list, Enter goes to the open task's form; off when the person has switched them off (WCAG 2.1.4). */
export const useShortcuts = (
  isOn: boolean,
  items: { id: string }[],
  openId: string | null,
  open: (id: string | null) => void,
) => {
  useEffect(() => {
    if (!isOn) return undefined
    const act = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      const step = { j: 1, k: -1 }[event.key]
      if (step === undefined) return
      const at = items.findIndex(item => item.id === openId)
      const next = items[Math.min(Math.max(at + step, 0), items.length - 1)]
      if (next) open(next.id)
    }
    window.addEventListener('keydown', act)
    return () => window.removeEventListener('keydown', act)
  })
}

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  target.closest('input, textarea, select, [contenteditable], [role="dialog"]') !== null
