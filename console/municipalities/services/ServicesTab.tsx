import Button from '@mui/material/Button'
import { useState } from 'react'
import type { PaymentService } from '../../api-types.d.ts'
import { Chip } from '../../common/Chip.tsx'
import { Empty, Faces } from '../../common/faces.tsx'
import { ReasonDialog } from '../../common/ReasonDialog.tsx'
import { type Column, Table } from '../../common/Table.tsx'
import { useAsk, useDo } from '../../common/use-api.ts'
import { useMay } from '../../common/use-session.ts'
import { useWords } from '../../common/use-words.ts'
import { ServiceDialog } from './ServiceDialog.tsx'
import { bodyOf, draftOf } from './service-form.ts'

/** What the town is paid for without a procedure of its own: texts, accounts, taxonomy, other bodies' parts, reminders. */
export const ServicesTab = ({ town }: { town: string }) => {
  const { t } = useWords()
  const mayManage = useMay()('offices.manage', town)
  /** The service that is being changed; `new` for one to be made. */
  const [editing, setEditing] = useState<PaymentService | 'new' | null>(null)
  const [turning, setTurning] = useState<PaymentService | null>(null)
  const services = useAsk(['municipalities', 'services', town], api => api.paymentServices(town))
  const acts: Column<PaymentService> = {
    key: 'act',
    label: t('iter.incidents.act'),
    cell: row => (
      <div className="row">
        <Button
          variant="text"
          aria-label={t('iter.services.change_title', { name: row.name })}
          onClick={() => setEditing(row)}
        >
          {t('iter.offices.change')}
        </Button>
        <Button
          variant="text"
          color={row.isActive ? 'error' : 'primary'}
          aria-label={t(titleOf(row), { name: row.name })}
          onClick={() => setTurning(row)}
        >
          {t(row.isActive ? 'iter.services.withdraw' : 'iter.services.offer')}
        </Button>
      </div>
    ),
  }
  return (
    <>
      <p className="soft" style={{ marginBottom: 8 }}>
        {t('iter.services.text')}
      </p>
      {mayManage && <Button onClick={() => setEditing('new')}>{t('iter.services.add')}</Button>}
      <div className="panel flat">
        <Faces
          of={services}
          isEmpty={data => data.items.length === 0}
          empty={<Empty title={t('iter.services.empty')}>{t('iter.services.empty_text')}</Empty>}
        >
          {data => (
            <Table<PaymentService>
              caption={t('iter.towns.tab.services')}
              rows={data.items}
              id={row => row.code}
              isWide={!mayManage}
              columns={[...columnsOf(t), ...(mayManage ? [acts] : [])]}
            />
          )}
        </Faces>
      </div>
      {editing && (
        <ServiceDialog
          town={town}
          service={editing === 'new' ? null : editing}
          known={(services.data?.items ?? []).map(one => one.code)}
          onClose={() => setEditing(null)}
        />
      )}
      {turning && <TurnDialog town={town} service={turning} onClose={() => setTurning(null)} />}
    </>
  )
}

const titleOf = ({ isActive }: PaymentService) =>
  isActive ? 'iter.services.withdraw_title' : 'iter.services.offer_title'

const columnsOf = (t: ReturnType<typeof useWords>['t']): Column<PaymentService>[] => [
  {
    key: 'name',
    label: t('iter.services.name'),
    isHead: true,
    cell: row => (
      <>
        <b>{row.name}</b>
        <div className="small soft">{row.code}</div>
        {!row.isActive && <Chip tone="wait">{t('iter.services.withdrawn')}</Chip>}
      </>
    ),
  },
  { key: 'category', label: t('iter.services.category'), cell: row => <span className="mono">{row.category}</span> },
  {
    key: 'account',
    label: t('iter.services.account'),
    cell: row => (
      <>
        {row.iban ? (
          <span className="mono">{row.iban}</span>
        ) : (
          <span className="soft">{t('iter.services.ordinary')}</span>
        )}
        {row.postalIban && <div className="small soft">{t('iter.services.postal', { iban: row.postalIban })}</div>}
      </>
    ),
  },
  {
    key: 'shares',
    label: t('iter.services.shares'),
    cell: row => row.shares.map(one => `${one.payeeName} (${one.permille} ‰)`).join(', ') || '–',
  },
  {
    key: 'reminder',
    label: t('iter.services.reminder'),
    cell: row => (row.remindAfterDays === null ? '–' : t('iter.services.after', { smart_count: row.remindAfterDays })),
  },
]

/** Withdrawn, nobody can ask for it any more; what was asked for stays as it is. */
const TurnDialog = ({ town, service, onClose }: { town: string; service: PaymentService; onClose: () => void }) => {
  const { t } = useWords()
  const isGoing = service.isActive
  const save = useDo(api => api.savePaymentService(town, service.code, bodyOf(draftOf(service), !isGoing)), {
    stale: ['municipalities'],
    told: isGoing ? 'iter.services.withdrawn_told' : 'iter.services.saved',
    onDone: onClose,
  })
  return (
    <ReasonDialog
      title={t(titleOf(service), { name: service.name })}
      confirm={t(isGoing ? 'iter.services.withdraw' : 'iter.services.offer')}
      danger={isGoing}
      withReason={false}
      isBusy={save.isPending}
      onClose={onClose}
      onConfirm={() => save.mutate(undefined)}
    >
      <p>{t(isGoing ? 'iter.services.withdraw_text' : 'iter.services.offer_text')}</p>
    </ReasonDialog>
  )
}
