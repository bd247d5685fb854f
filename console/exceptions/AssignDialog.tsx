import { useState } from 'react'
import { EXPLAINED } from '../../engine/reason.ts'
import type { TreasuryEntry as Entry } from '../api-types.d.ts'
import { Faces } from '../common/faces.tsx'
import { ReasonDialog } from '../common/ReasonDialog.tsx'
import { useAsk, useDo } from '../common/use-api.ts'
import { useWords } from '../common/use-words.ts'
import type { AssignmentTarget } from '../payments/types.ts'
import { Targets } from './Targets.tsx'

interface Props {
  entry: Entry
  onClose: () => void
}

/** What this money is, decided by a person: nothing is chosen beforehand, and it can be taken back. */
export const AssignDialog = ({ entry, onClose }: Props) => {
  const { t, text, euro, day } = useWords()
  const [target, setTarget] = useState<AssignmentTarget | null>(null)
  const page = useAsk(['entries', 'one', entry.id], api => api.entry(entry.id))
  const assign = useDo(
    (api, body: AssignmentTarget & { reason: string }) =>
      api.assignEntry(entry.id, { ...body, basedOn: page.data?.updatedAt ?? entry.updatedAt }),
    { stale: ['entries', 'flows', 'payments'], told: 'iter.pay.assign.done', onDone: onClose },
  )
  return (
    <ReasonDialog
      title={t('iter.pay.assign.title', entry)}
      confirm={t('iter.pay.assign.confirm')}
      isBusy={assign.isPending}
      isReady={target !== null}
      reasonWords={EXPLAINED}
      onClose={onClose}
      onConfirm={reason => target && assign.mutate({ ...target, reason })}
    >
      <p>
        <b>{euro(entry.cents)}</b>
        {', '}
        {day(entry.movedOn)}
        {entry.customer && `, ${entry.customer}`}
      </p>
      <p className="small soft">{entry.reasonTexts.map(text).join(' ')}</p>
      <Faces of={page} rows={3}>
        {data => <Targets entry={data} target={target} onChoose={setTarget} />}
      </Faces>
      <p className="small soft">{t('iter.pay.assign.reversible')}</p>
    </ReasonDialog>
  )
}
