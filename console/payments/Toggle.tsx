import type { ReactNode } from 'react'
import { useCapped } from '../common/use-capped.ts'

interface Props {
  isOn: boolean
  count?: number | undefined
  /** Something is wrong with what it counts: said by the shape too. */
  isWrong?: boolean
  onClick: () => void
  children: ReactNode
}

/** A filter with how many it would leave. */
export const Toggle = ({ isOn, count, isWrong = false, onClick, children }: Props) => {
  const capped = useCapped()
  const isAlarming = isWrong && count !== undefined && count > 0
  const className = `toggle${isOn ? ' on' : ''}${isAlarming ? ' wrong' : ''}`
  return (
    <button type="button" className={className} aria-pressed={isOn} onClick={onClick}>
      {isAlarming && <span aria-hidden="true">■ </span>}
      {children}
      {count !== undefined && <span className="count">{capped(count)}</span>}
    </button>
  )
}
