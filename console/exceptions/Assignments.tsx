import Button from '@mui/material/Button'
import { useState } from 'react'
import { EXPLAINED } from '../../engine/reason.ts'
import type { EntryAssignment as Assignment, TreasuryEntryDetail as EntryPage } from '../api-types.d.ts'
import { ReasonDialog } from '../common/ReasonDialog.tsx'
import { useDo } from '../common/use-api.ts'
import { useWords } from '../common/use-words.ts'

/** What people decided about an entry, newest first, also what was taken back. */
export const Assignments = ({ entry }: { entry: EntryPage }) => {
  const { t } = useWords()
  const [undoing, setUndoing] = useState<Assignment | null>(null)
  const revoke = useDo(
    (api, { id, reason }: { id: string; reason: string }) => api.revokeAssignment(entry.id, id, reason),
    { stale: ['entries', 'flows', 'payments'], told: 'iter.pay.assign.undone', onDone: () => setUndoing(null) },
  )
  if (entry.assignments.length === 0) return null
  return (
    <section className="panel" aria-labelledby="assignments">
      <h2 id="assignments">{t('iter.pay.assign.decisions')}</h2>
      <ul className="plain stack">
        {entry.assignments.map(one => (
          <li key={one.id}>
            <Decision one={one} onUndo={() => setUndoing(one)} />
          </li>
        ))}
      </ul>
      {undoing && (
        <ReasonDialog
          title={t('iter.pay.assign.undo_title')}
          confirm={t('iter.pay.assign.undo')}
          isBusy={revoke.isPending}
          reasonWords={EXPLAINED}
          onClose={() => setUndoing(null)}
          onConfirm={reason => revoke.mutate({ id: undoing.id, reason })}
        >
          <p>{t('iter.pay.assign.undo_text')}</p>
        </ReasonDialog>
      )}
    </section>
  )
}

const Decision = ({ one, onUndo }: { one: Assignment; onUndo: () => void }) => {
  const { t, text, moment } = useWords()
  return (
    <>
      <div className="row">
        <b>{text(one.text)}</b>
        <span className="soft">{t('iter.pay.assign.by_at', { name: one.by?.name ?? '–', at: moment(one.at) })}</span>
        <span className="grow" />
        {one.mayUndo && <Button onClick={onUndo}>{t('iter.pay.assign.undo')}</Button>}
      </div>
      <p className="small soft">{t('iter.history.reason', { reason: one.reason })}</p>
      {one.revoked && (
        <p className="small">
          {t('iter.pay.assign.revoked', { name: one.revoked.by?.name ?? '–', at: moment(one.revoked.at) })}{' '}
          <span className="soft">{t('iter.history.reason', { reason: one.revoked.reason })}</span>
        </p>
      )}
    </>
  )
}
