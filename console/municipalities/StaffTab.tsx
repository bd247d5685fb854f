import Button from '@mui/material/Button'
import MenuItem from '@mui/material/MenuItem'
import TextField from '@mui/material/TextField'
import { useState } from 'react'
import { useSearchParams } from 'react-router-dom'
import type { Role, StaffRow } from '../api-types.d.ts'
import { Empty, Faces } from '../common/faces.tsx'
import { KeysetPager } from '../common/KeysetPager.tsx'
import { ReasonDialog } from '../common/ReasonDialog.tsx'
import { Table } from '../common/Table.tsx'
import { useAsk, useDo } from '../common/use-api.ts'
import { useMay } from '../common/use-session.ts'
import { useWords } from '../common/use-words.ts'

const roles = [
  'clerk',
  'supervisor',
  'accountant',
  'analyst',
  'auditor',
  'administrator',
  'operator',
] as const satisfies Role[]

export const StaffTab = ({ town }: { town: string }) => {
  const { t } = useWords()
  const may = useMay()
  const mayManage = may('staff.manage', town)
  const [isAdding, setAdding] = useState(false)
  const [removing, setRemoving] = useState<StaffRow | null>(null)
  const cursor = useSearchParams()[0].get('cursor')
  const staff = useAsk(['municipalities', 'staff', town, cursor], api => api.staff(town, cursor))
  return (
    <>
      {mayManage && <Button onClick={() => setAdding(true)}>{t('iter.staff.add')}</Button>}
      <div className="panel flat">
        <Faces of={staff} isEmpty={data => data.items.length === 0} empty={<Empty title={t('iter.staff.empty')} />}>
          {data => (
            <Table<StaffRow>
              caption={t('iter.towns.tab.staff')}
              rows={data.items}
              id={row => row.id}
              isWide
              columns={[
                { key: 'name', label: t('iter.staff.name'), cell: row => <b>{row.person.name}</b> },
                { key: 'role', label: t('iter.staff.role'), cell: row => t(`iter.role.${row.role}`) },
                { key: 'office', label: t('iter.staff.office'), cell: row => row.office?.name ?? '–' },
                { key: 'email', label: t('iter.staff.email'), cell: row => row.email },
                {
                  key: 'act',
                  label: t('iter.incidents.act'),
                  cell: row =>
                    mayManage && (
                      <Button variant="text" color="error" onClick={() => setRemoving(row)}>
                        {t('iter.staff.remove')}
                      </Button>
                    ),
                },
              ]}
            />
          )}
        </Faces>
      </div>
      <KeysetPager next={staff.data?.nextCursor ?? null} />
      {isAdding && <AddDialog town={town} onClose={() => setAdding(false)} />}
      {removing && <RemoveDialog town={town} row={removing} onClose={() => setRemoving(null)} />}
    </>
  )
}

const AddDialog = ({ town, onClose }: { town: string; onClose: () => void }) => {
  const { t } = useWords()
  const [person, setPerson] = useState<{ name: string; email: string; role: string; office: string }>({
    name: '',
    email: '',
    role: '',
    office: '',
  })
  const offices = useAsk(['municipalities', 'offices', town], api => api.offices(town))
  const add = useDo(api => api.addStaff(town, { ...person, office: person.office || null }), {
    stale: ['municipalities'],
    told: 'iter.staff.added',
    onDone: onClose,
  })
  const set = (name: keyof typeof person) => (event: { target: { value: string } }) =>
    setPerson({ ...person, [name]: event.target.value })
  return (
    <ReasonDialog
      title={t('iter.staff.add')}
      confirm={t('iter.staff.add')}
      withReason={false}
      isBusy={add.isPending}
      isReady={person.name !== '' && person.email !== '' && person.role !== ''}
      onClose={onClose}
      onConfirm={() => add.mutate(undefined)}
    >
      <p className="soft">{t('iter.staff.add_text')}</p>
      <TextField label={t('iter.staff.name')} value={person.name} required onChange={set('name')} />
      <TextField label={t('iter.staff.email')} type="email" value={person.email} required onChange={set('email')} />
      <TextField select label={t('iter.staff.role')} value={person.role} required onChange={set('role')}>
        {roles.map(role => (
          <MenuItem key={role} value={role}>
            {t(`iter.role.${role}`)}
          </MenuItem>
        ))}
      </TextField>
      <TextField select label={t('iter.staff.office')} value={person.office} onChange={set('office')}>
        <MenuItem value="">{t('iter.staff.no_office')}</MenuItem>
        {offices.data?.items.map(office => (
          <MenuItem key={office.code} value={office.code}>
            {office.name}
          </MenuItem>
        ))}
      </TextField>
    </ReasonDialog>
  )
}

const RemoveDialog = ({ town, row, onClose }: { town: string; row: StaffRow; onClose: () => void }) => {
  const { t } = useWords()
  const remove = useDo(api => api.removeStaff(town, row.id), {
    stale: ['municipalities'],
    told: 'iter.staff.removed',
    onDone: onClose,
  })
  return (
    <ReasonDialog
      title={t('iter.staff.remove_title', { name: row.person.name })}
      confirm={t('iter.staff.remove')}
      danger
      withReason={false}
      isBusy={remove.isPending}
      onClose={onClose}
      onConfirm={() => remove.mutate(undefined)}
    >
      <p>{t('iter.staff.remove_text', { role: t(`iter.role.${row.role}`) })}</p>
    </ReasonDialog>
  )
}
