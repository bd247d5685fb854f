import { useEffect } from 'react'
import { isElsewhere } from '../common/shortcuts.ts'

interface Options {
  items: { id: string }[]
  openId: string | null
  open: (id: string) => void
  onHelp: () => void
}

/** Every key of this page with what it does (the help sheet lists the same). Buttons say their own key by `data-key`. */
export const taskKeys = ['j', 'k', 'Enter', 'c', 'r', 'p', '/', '?'] as const

/** j and k go through the list, Enter from the list into the form; c, r and p press the open task's buttons; ? opens the help sheet. */
export const useShortcuts = (isOn: boolean, { items, openId, open, onHelp }: Options) => {
  useEffect(() => {
    if (!isOn) return undefined
    const act = (event: KeyboardEvent) => {
      if (isElsewhere(event)) return
      const step = { j: 1, k: -1 }[event.key]
      if (step !== undefined) go(step)
      else if (event.key === '?') onHelp()
      else if (event.key === 'Enter') enter(event)
      else press(event.key)
    }
    const go = (step: number) => {
      const at = items.findIndex(item => item.id === openId)
      const next = items[Math.min(Math.max(at + step, 0), items.length - 1)]
      if (!next) return
      open(next.id)
      document.getElementById(`task-${next.id}`)?.focus()
    }
    /** On a row that is open already; other links and buttons keep their own Enter. */
    const enter = (event: KeyboardEvent) => {
      const link = event.target instanceof Element ? event.target.closest('a, button, summary') : null
      if (link && link.getAttribute('aria-current') !== 'true') return
      const field = document.querySelector<HTMLElement>(
        '.task-panel form :is(input, textarea, [role="combobox"]):not(:disabled)',
      )
      if (!field) return
      event.preventDefault()
      field.focus()
    }
    window.addEventListener('keydown', act)
    return () => window.removeEventListener('keydown', act)
  })
}

const press = (key: string) => {
  const button = [...document.querySelectorAll<HTMLButtonElement>('.task-panel [data-key]')].find(
    one => one.dataset['key'] === key && !one.disabled,
  )
  button?.click()
}
