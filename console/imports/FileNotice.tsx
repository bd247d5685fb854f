import type { ImportFile } from '../api-types.d.ts'
import { useWords } from '../common/use-words.ts'
import { noticeOf } from './notice.ts'

/** What a person who has just sent the file must know first: that it is known already, that nothing in it can be confirmed. */
export const FileNotice = ({ file, isKnown }: { file: ImportFile; isKnown: boolean }) => {
  const { t, fullDay, time } = useWords()
  const notices = noticeOf(file, isKnown)
  if (notices.length === 0) return null
  const at = file.confirmedAt ?? file.createdAt
  const name = (file.confirmedBy ?? file.createdBy)?.name ?? '–'
  return notices.map(notice => (
    <p key={notice} className="panel notice" role="status">
      <b>{t(`iter.imports.notice.${notice}`, { day: fullDay(at), time: time(at), name })}</b>
    </p>
  ))
}
