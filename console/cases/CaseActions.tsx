import Button from '@mui/material/Button'
import Menu from '@mui/material/Menu'
import MenuItem from '@mui/material/MenuItem'
import { useState } from 'react'
import { Link } from 'react-router-dom'
import type { AllowedAct, CasePage } from '../api-types.d.ts'
import { useMay } from '../common/use-session.ts'
import { useWords } from '../common/use-words.ts'
import { ActDialog } from './ActDialog.tsx'
import { AdvanceTimeButton } from './AdvanceTimeButton.tsx'

/** Only what may be done now: the open activity first, then the case's own acts; what ends the case stands last, behind "Altro". */
export const CaseActions = ({ data, now }: { data: CasePage; now: Date }) => {
  const { t, text } = useWords()
  const may = useMay()
  const [act, setAct] = useState<AllowedAct | null>(null)
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  const acts = data.acts.filter(one => one.incident === null)
  const task = data.tasks.find(one => one.state === 'open')
  return (
    <div className="row">
      {data.canAdvanceTime && may('cases.advance-time', data.municipality.id) && (
        <AdvanceTimeButton data={data} now={now} />
      )}
      {task && may('tasks.read', data.municipality.id) && (
        <Button variant="contained" component={Link} to={`/tasks?open=${encodeURIComponent(task.id)}`}>
          {task.name}
        </Button>
      )}
      {acts.length > 0 && (
        <Button variant="text" aria-haspopup="menu" onClick={event => setAnchor(event.currentTarget)}>
          {t('iter.case.more')}
          <span aria-hidden="true">&nbsp;▾</span>
        </Button>
      )}
      <Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
        {acts.map(one => (
          <MenuItem
            key={`${one.act} ${one.task ?? one.from ?? one.message ?? ''}`}
            sx={one.tone === 'danger' ? { color: 'error.main' } : {}}
            onClick={() => {
              setAnchor(null)
              setAct(one)
            }}
          >
            {text(one.label)}
          </MenuItem>
        ))}
      </Menu>
      {act && <ActDialog allowed={act} data={data} onClose={() => setAct(null)} />}
    </div>
  )
}
