import Button from '@mui/material/Button'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { Faces } from '../../common/faces.tsx'
import { ReasonDialog } from '../../common/ReasonDialog.tsx'
import { useAsk, useDo } from '../../common/use-api.ts'
import { useMay } from '../../common/use-session.ts'
import { useWords } from '../../common/use-words.ts'
import { FareDraft } from './FareDraft.tsx'
import { FareRules } from './FareRules.tsx'
import { FareTrial } from './FareTrial.tsx'

interface Props {
  town: string
  fare: string
  isDrafting: boolean
  /** The new fare's id, or null when the draft was given up. */
  onDrafted: (made: string | null) => void
  actions: ReactNode
}

/** One fare: its rules to read, to try on sample children, to approve. */
export const FarePanel = ({ town, fare, isDrafting, onDrafted, actions }: Props) => {
  const page = useAsk(['municipalities', 'fare', town, fare], api => api.fare(town, fare))
  return (
    <Faces of={page}>
      {data =>
        isDrafting ? (
          <FareDraft town={town} from={data} onDone={onDrafted} />
        ) : (
          <section className="panel">
            <div className="row">
              <h2>
                {data.table.name} · {data.resolution}
              </h2>
              <span className="grow" />
              {actions}
              {data.status === 'draft' && <WithdrawButton town={town} fare={fare} />}
              {data.status === 'draft' && <ApproveButton town={town} fare={fare} canApprove={data.canApprove} />}
            </div>
            <FareRules table={data.table} />
            <FareTrial town={town} fare={fare} />
          </section>
        )
      }
    </Faces>
  )
}

/** A draft that turned out wrong, or was proposed twice: it goes, and the register keeps who did it. */
const WithdrawButton = ({ town, fare }: { town: string; fare: string }) => {
  const { t } = useWords()
  const may = useMay()
  const [isOpen, setOpen] = useState(false)
  const withdraw = useDo((api, reason: string) => api.withdrawFare(town, fare, { reason }), {
    stale: ['municipalities'],
    told: 'iter.fares.withdrawn_told',
    onDone: () => setOpen(false),
  })
  if (!may('fares.propose', town)) return null
  return (
    <>
      <Button color="error" onClick={() => setOpen(true)}>
        {t('iter.fares.withdraw')}
      </Button>
      {isOpen && (
        <ReasonDialog
          title={t('iter.fares.withdraw')}
          confirm={t('iter.fares.withdraw')}
          danger
          isBusy={withdraw.isPending}
          onClose={() => setOpen(false)}
          onConfirm={reason => withdraw.mutate(reason)}
        >
          <p>{t('iter.fares.withdraw_text')}</p>
        </ReasonDialog>
      )}
    </>
  )
}

/** A second person approves: whoever proposed sees why the button is not theirs. */
const ApproveButton = ({ town, fare, canApprove }: { town: string; fare: string; canApprove: boolean }) => {
  const { t } = useWords()
  const may = useMay()
  const [isOpen, setOpen] = useState(false)
  const approve = useDo((api, reason: string) => api.approveFare(town, fare, { reason }), {
    stale: ['municipalities'],
    told: 'iter.fares.approved_told',
    onDone: () => setOpen(false),
  })
  if (!may('fares.approve', town)) return null
  if (!canApprove) return <span className="small soft">{t('iter.fares.second_person')}</span>
  return (
    <>
      <Button variant="contained" onClick={() => setOpen(true)}>
        {t('iter.fares.approve')}
      </Button>
      {isOpen && (
        <ReasonDialog
          title={t('iter.fares.approve')}
          confirm={t('iter.fares.approve')}
          isBusy={approve.isPending}
          onClose={() => setOpen(false)}
          onConfirm={reason => approve.mutate(reason)}
        >
          <p>{t('iter.fares.approve_text')}</p>
        </ReasonDialog>
      )}
    </>
  )
}
