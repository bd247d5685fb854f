import { Link } from 'react-router-dom'
import type { TreasuryEntry as Entry } from '../api-types.d.ts'
import { useWords } from '../common/use-words.ts'

/** A treasury entry where something else is the subject: its number, its amount, why it is where it is. */
export const EntryFacts = ({ entry }: { entry: Entry }) => {
  const { t, text, euro, day } = useWords()
  return (
    <div>
      <p>
        <EntryLink entry={entry} />
        {', '}
        {euro(entry.cents)}
        {', '}
        {day(entry.movedOn)}
      </p>
      <p className="small soft">{entry.reasonTexts.map(text).join(' ')}</p>
      {entry.cause && <p className="small soft pre">{t('iter.pay.entry.cause', { cause: entry.cause })}</p>}
    </div>
  )
}

export const EntryLink = ({ entry }: { entry: Pick<Entry, 'id' | 'number' | 'exercise'> }) => {
  const { t } = useWords()
  return (
    <Link to={`/exceptions/${entry.id}/show`}>
      {t('iter.pay.entry.name', { number: entry.number, exercise: entry.exercise })}
    </Link>
  )
}
