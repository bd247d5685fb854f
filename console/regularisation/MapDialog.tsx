import Button from '@mui/material/Button'
import Dialog from '@mui/material/Dialog'
import DialogActions from '@mui/material/DialogActions'
import DialogContent from '@mui/material/DialogContent'
import DialogTitle from '@mui/material/DialogTitle'
import { useId, useState } from 'react'
import type { AccountingMap } from '../api-types.d.ts'
import { Faces } from '../common/faces.tsx'
import { useAsk, useDo } from '../common/use-api.ts'
import { useMay } from '../common/use-session.ts'
import { useWords } from '../common/use-words.ts'
import type { MapLine } from '../payments/types.ts'
import { MapRows } from './MapRows.tsx'
import { isComplete, toLines, toRows } from './map-rows.ts'

/** Which chapter, assessment and VAT each service is booked under: the town's own plan, year by year. */
export const MapDialog = ({ town, onClose }: { town: string; onClose: () => void }) => {
  const { t } = useWords()
  const label = useId()
  const asked = useAsk(['accounting-map', town], api => api.accountingMap(town))
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="md" aria-labelledby={label}>
      <DialogTitle id={label}>{t('iter.pay.map.title')}</DialogTitle>
      <Faces of={asked}>{map => <MapForm key={map.revision} town={town} map={map} onClose={onClose} />}</Faces>
    </Dialog>
  )
}

const MapForm = ({ town, map, onClose }: { town: string; map: AccountingMap; onClose: () => void }) => {
  const { t } = useWords()
  const may = useMay()
  const mayChange = may('payments.assign', town)
  const [rows, setRows] = useState(() => toRows(map.items))
  const [isTold, setTold] = useState(false)
  const save = useDo((api, items: MapLine[]) => api.saveAccountingMap(town, items, map.revision), {
    stale: ['accounting-map', 'entries'],
    told: 'iter.pay.map.saved',
    onDone: onClose,
  })
  const isReady = rows.every(isComplete)
  return (
    <form
      noValidate
      onSubmit={event => {
        event.preventDefault()
        setTold(true)
        if (isReady) save.mutate(toLines(rows))
      }}
    >
      <DialogContent className="stack">
        <p className="soft">{t('iter.pay.map.text')}</p>
        <MapRows rows={rows} services={map.services} isFixed={!mayChange} onChange={setRows} />
        <p role="status" className="late">
          {isTold && !isReady && t('iter.pay.map.incomplete')}
        </p>
      </DialogContent>
      <DialogActions sx={{ padding: '8px 24px 20px' }}>
        <Button variant="text" onClick={onClose}>
          {t(mayChange ? 'ra.action.cancel' : 'ra.action.close')}
        </Button>
        {mayChange && (
          <Button type="submit" variant="contained" disabled={save.isPending}>
            {t('ra.action.save')}
          </Button>
        )}
      </DialogActions>
    </form>
  )
}
