import { type ComponentType, useEffect, useState } from 'react'
import { Loading } from './faces.tsx'

interface Part<Props> extends React.FC<Props> {
  /** Fetches the part's file before it is needed. */
  ahead: () => Promise<void>
}

/**
 * A part of the console that has a file of its own. Once the file is here the part is drawn at once: React's own `lazy` always
 * shows the placeholder first, and then keeps it for 300 ms. A file that could not be fetched is asked for again at the next try.
 */
export const part = <Props extends object>(load: () => Promise<ComponentType<Props>>): Part<Props> => {
  let here: ComponentType<Props> | null = null
  const bring = async () => {
    here = await load()
    return here
  }
  const Waiting = (props: Props) => {
    const [Shown, show] = useState<ComponentType<Props> | null>(() => here)
    const [failed, fail] = useState<{ cause: unknown } | null>(null)
    useEffect(() => {
      if (Shown) return
      bring().then(
        loaded => show(() => loaded),
        (cause: unknown) => fail({ cause }),
      )
    }, [Shown])
    // For the page's boundary, which says so and offers to try again.
    if (failed) throw failed.cause
    return Shown ? <Shown {...props} /> : <Loading rows={8} />
  }
  return Object.assign(Waiting, { ahead: async () => void (await bring()) })
}
