import { usePreference } from './use-preference.ts'

/** Keys without a modifier: whoever speaks to the computer, or types by mistake, switches them off (WCAG 2.1.4). */
export const useShortcutsSwitch = () => usePreference('shortcuts', true)

/** Not a key of ours: another program's, or one that writes into something. */
export const isElsewhere = (event: KeyboardEvent) =>
  event.ctrlKey ||
  event.metaKey ||
  event.altKey ||
  event.defaultPrevented ||
  (event.target instanceof HTMLElement &&
    event.target.closest('input, textarea, select, [contenteditable], [role="dialog"], [role="menu"]') !== null)
