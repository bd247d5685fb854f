import type { Json, JsonObject } from '../../engine/json.ts'

export interface Draft {
  values: JsonObject
  /** When the server took it; null when it has none. */
  savedAt: string | null
}

/** Where what is typed waits until the server has taken it: this tab's own storage. */
export interface Stash {
  get: () => Draft | null
  set: (draft: Draft) => void
  drop: () => void
}

interface Options {
  stash: Stash
  /** Throws an error with status 409 when somebody saved after `basedOn`, other errors when it was not taken. */
  save: (values: JsonObject, basedOn: string | null) => Promise<{ savedAt: string }>
  /** The server's draft of this moment. */
  read: () => Promise<Draft>
  quietMilliseconds?: number
  retryMilliseconds?: number
}

export interface DraftState extends Draft {
  /** Typed and not yet taken by the server; `kept` when it could not be, for now. */
  unsaved: 'no' | 'typed' | 'kept'
  /** What another browser saved meanwhile: the person chooses. */
  other: Draft | null
}

/**
 * Keeps what is typed into a form: in the tab at every key, on the server a moment after the last one. One save at a time, each based on the
 * draft that is known here, so that two browsers never write over each other unseen.
 */
export const createDraftKeeper = (
  known: Draft,
  { stash, save, read, quietMilliseconds = 1200, retryMilliseconds = 5000 }: Options,
) => {
  let state: DraftState = { ...(stash.get() ?? known), unsaved: 'no', other: null }
  let timer: ReturnType<typeof setTimeout> | null = null
  let isSaving = false
  let isForgotten = false
  const listeners = new Set<() => void>()

  const set = (next: Partial<DraftState>) => {
    state = { ...state, ...next }
    for (const listener of listeners) listener()
  }
  const cancel = () => {
    if (timer) clearTimeout(timer)
    timer = null
  }
  const later = (milliseconds: number) => {
    cancel()
    timer = setTimeout(() => void send(), milliseconds)
  }

  const send = async () => {
    cancel()
    if (isSaving || isForgotten || state.other || state.unsaved === 'no') return
    isSaving = true
    const sent = state.values
    try {
      const { savedAt } = await save(sent, state.savedAt)
      const isLast = state.values === sent
      set({ savedAt, unsaved: isLast ? 'no' : 'typed' })
      if (isLast) stash.drop()
      else if (!isForgotten) stash.set({ values: state.values, savedAt })
    } catch (error) {
      await refused(error)
    }
    isSaving = false
    if (state.unsaved === 'typed' && timer === null) later(quietMilliseconds)
  }

  const refused = async (error: unknown) => {
    const status = statusOf(error)
    set({ unsaved: 'kept' })
    if (status === 409) set({ other: await read().catch(() => null) })
    else if (status === 0 || status >= 500) later(retryMilliseconds)
  }

  const keep = (values: JsonObject) => {
    set({ values, unsaved: 'typed' })
    stash.set({ values, savedAt: state.savedAt })
    if (!isSaving) later(quietMilliseconds)
  }

  // Typed before the session ended: the server has yet to take it.
  if (stash.get()) {
    state.unsaved = 'typed'
    later(0)
  }

  return {
    state: () => state,
    subscribe: (listener: () => void) => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    type: (key: string, value: Json) => keep({ ...state.values, [key]: value }),
    /** The server's draft was read again: a newer one is taken over, or offered when something is typed here. */
    see: (draft: Draft) => {
      const isNewer = draft.savedAt !== null && (state.savedAt === null || draft.savedAt > state.savedAt)
      if (!isNewer || isSaving || isForgotten || state.other) return
      if (state.unsaved === 'no') set(draft)
      else set({ other: draft })
    },
    /** After a conflict: mine is saved over the other's, or the other's is taken. */
    choose: (which: 'mine' | 'other') => {
      const { other } = state
      if (!other) return
      if (which === 'other') {
        stash.drop()
        set({ ...other, unsaved: 'no', other: null })
        return
      }
      set({ savedAt: other.savedAt, other: null })
      keep(state.values)
    },
    /** Now, for the form is about to close. */
    flush: () => void send(),
    /** It was sent for good. */
    forget: () => {
      isForgotten = true
      cancel()
      stash.drop()
    },
  }
}

const statusOf = (error: unknown) =>
  typeof error === 'object' && error !== null && 'status' in error && typeof error.status === 'number'
    ? error.status
    : 0
