import { useErrorMessage } from '../../common/use-api.ts'
import { useWords } from '../../common/use-words.ts'
import { ApiError } from '../../providers/http.ts'

/** What the compiler found in the table, one line a fault with its row and column; any other failure in its own words. */
export const Faults = ({ of: error }: { of: Error | null }) => {
  const { t } = useWords()
  const message = useErrorMessage()
  if (!error) return null
  const faults = error instanceof ApiError ? Object.entries(error.body.errors) : []
  return (
    <div className="panel notice" role="alert">
      <b>{faults.length > 0 ? t('iter.fares.faults') : message(error)}</b>
      {faults.length > 0 && (
        <ul>
          {faults.map(([path, text]) => (
            <li key={path}>{text}</li>
          ))}
        </ul>
      )}
    </div>
  )
}
