import Button from '@mui/material/Button'
import TextField from '@mui/material/TextField'
import { useRef, useState } from 'react'
import type { CasePage } from '../api-types.d.ts'
import { ReasonDialog } from '../common/ReasonDialog.tsx'
import { useDo } from '../common/use-api.ts'
import { useWords } from '../common/use-words.ts'
import { newKey } from '../providers/http.ts'
import { settle } from '../providers/settle.ts'

const dayMilliseconds = 86_400_000

/** Rehearsal only: the case's clock is moved on the real engine, so that a term is seen to expire. */
export const AdvanceTimeButton = ({ data, now }: { data: CasePage; now: Date }) => {
  const { t, moment } = useWords()
  const [isOpen, setOpen] = useState(false)
  const [days, setDays] = useState('7')
  const key = useRef(newKey())
  const move = useDo(
    async (api, to: string) =>
      settle(await api.advanceTime(data.id, to, key.current), { ask: id => api.actState(data.id, id) }),
    {
      stale: ['cases', 'tasks', 'incidents', 'counts'],
      told: 'iter.advance.done',
      onDone: () => {
        key.current = newKey()
        setOpen(false)
      },
    },
  )
  const count = Number.parseInt(days, 10)
  const isReady = count > 0 && count <= 400
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('iter.advance.button')}</Button>
      {isOpen && (
        <ReasonDialog
          title={t('iter.advance.title')}
          confirm={t('iter.advance.confirm')}
          withReason={false}
          isBusy={move.isPending}
          isReady={isReady}
          onClose={() => setOpen(false)}
          onConfirm={() => move.mutate(new Date(now.getTime() + count * dayMilliseconds).toISOString())}
        >
          <p>{t('iter.advance.text')}</p>
          {data.clock && <p className="soft">{t('iter.advance.clock', { at: moment(data.clock) })}</p>}
          <TextField
            label={t('iter.advance.days')}
            type="number"
            value={days}
            onChange={event => setDays(event.target.value)}
            slotProps={{ htmlInput: { min: 1, max: 400 } }}
          />
          {data.deadline && (
            <Button disabled={move.isPending} onClick={() => move.mutate(justAfter(data.deadline ?? ''))}>
              {t('iter.advance.deadline', { at: moment(data.deadline) })}
            </Button>
          )}
        </ReasonDialog>
      )}
    </>
  )
}

const justAfter = (instant: string) => new Date(Date.parse(instant) + 1000).toISOString()
