import type { Store } from 'react-admin'
import { lastingStore } from '../../console/providers/store.ts'

/** react-admin's own, as far as it is asked here. */
const aStore = (items: Map<string, any>): Store => ({
  setup: () => {},
  teardown: () => {},
  getItem: (key: string, otherwise?: any) => items.get(key) ?? otherwise,
  setItem: (key, value) => void items.set(key, value),
  removeItem: key => void items.delete(key),
  removeItems: () => {},
  reset: () => items.clear(),
  subscribe: () => () => {},
})

test('language and town outlive the session; everything else of it goes', () => {
  const items = new Map<string, unknown>([
    ['locale', 'en'],
    ['town', 'ripalta'],
    ['cases.listParams', { page: 3 }],
  ])
  lastingStore(aStore(items)).reset()
  expect([...items]).toEqual([
    ['locale', 'en'],
    ['town', 'ripalta'],
  ])
})

test('what was never chosen stays so', () => {
  const items = new Map<string, unknown>()
  lastingStore(aStore(items)).reset()
  expect(items.size).toBe(0)
})
