import type { Store } from 'react-admin'

/** Choices of whoever sits at this computer: signing out, or a session that ends, leaves them alone. */
const lasting = ['locale', 'town'] as const

/** react-admin empties its store when a session ends; language and town stay as they were chosen. Who may not see the town gets all of theirs. */
export const lastingStore = (store: Store): Store => ({
  ...store,
  reset: () => {
    const kept = lasting.map(key => ({ key, value: store.getItem<unknown>(key) }))
    store.reset()
    for (const { key, value } of kept) if (value !== undefined) store.setItem(key, value)
  },
})
