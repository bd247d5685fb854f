import { useWords } from '../common/use-words.ts'
import type { Mark } from './dots.ts'

/** One of the three dots: with the day when it is on, else with what is the matter. */
export const Dot = ({ mark, on }: { mark: Mark; on: string | null }) => {
  const { t, shortDay } = useWords()
  const isDated = mark.isOn && on !== null
  return (
    <span className={`chip dotted ${mark.tone}`}>
      <span aria-hidden="true">{mark.shape}</span>
      {isDated ? (
        <span>
          <span className="visually-hidden">{t(mark.word)} </span>
          {shortDay(on)}
        </span>
      ) : (
        t(mark.word)
      )}
    </span>
  )
}
