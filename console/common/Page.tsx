import { type ReactNode, useEffect } from 'react'

interface Props {
  title: string
  /** Small line above the heading: where one is. */
  above?: ReactNode
  /** Beside the heading, in soft words: "12 aperte, 3 in ritardo". */
  beside?: ReactNode
  actions?: ReactNode
  children: ReactNode
}

/** One h1 and one window title a page. */
export const Page = ({ title, above, beside, actions, children }: Props) => {
  useEffect(() => {
    document.title = `${title} · Iter`
  }, [title])
  return (
    <>
      {above && <div className="row small soft">{above}</div>}
      <div className="row top-line">
        <h1>{title}</h1>
        {beside && <div className="soft">{beside}</div>}
        <span className="grow" />
        {actions}
      </div>
      {children}
    </>
  )
}
