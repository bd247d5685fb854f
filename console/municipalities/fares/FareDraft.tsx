import Button from '@mui/material/Button'
import TextField from '@mui/material/TextField'
import { useState } from 'react'
import type { FarePage } from '../../api-types.d.ts'
import { useDo } from '../../common/use-api.ts'
import { useWords } from '../../common/use-words.ts'
import { FareRules } from './FareRules.tsx'

interface Props {
  town: string
  /** The fare it starts from. */
  from: FarePage
  onDone: (made: string | null) => void
}

/** A new fare, cell by cell from the one shown; nothing applies before it is tried and approved. */
export const FareDraft = ({ town, from, onDone }: Props) => {
  const { t } = useWords()
  const [resolution, setResolution] = useState('')
  const [validFrom, setValidFrom] = useState('')
  const [table, setTable] = useState(from.table)
  const propose = useDo(api => api.proposeFare(town, { key: from.key, resolution, validFrom, validTo: null, table }), {
    stale: ['municipalities'],
    told: 'iter.fares.proposed_told',
    onDone: made => onDone(made.id),
  })
  const addRule = () => {
    const last = table.rules.at(-1)
    if (last) setTable({ ...table, rules: [...table.rules, { ...last }] })
  }
  return (
    <section className="panel">
      <h2>{t('iter.fares.draft')}</h2>
      <p className="soft">{t('iter.fares.draft_text', { resolution: from.resolution })}</p>
      <div className="fields" style={{ margin: '12px 0' }}>
        <TextField
          label={t('iter.fares.resolution')}
          value={resolution}
          required
          onChange={event => setResolution(event.target.value)}
        />
        <TextField
          label={t('iter.fares.from')}
          type="date"
          value={validFrom}
          required
          slotProps={{ inputLabel: { shrink: true } }}
          onChange={event => setValidFrom(event.target.value)}
        />
      </div>
      <FareRules table={table} onChange={setTable} />
      <div className="row" style={{ marginTop: 12 }}>
        <Button
          variant="contained"
          disabled={!resolution || !validFrom || propose.isPending}
          onClick={() => propose.mutate(undefined)}
        >
          {t('iter.fares.propose')}
        </Button>
        <Button onClick={addRule}>{t('iter.fares.add_rule')}</Button>
        <Button
          disabled={table.rules.length < 2}
          onClick={() => setTable({ ...table, rules: table.rules.slice(0, -1) })}
        >
          {t('iter.fares.drop_rule')}
        </Button>
        <Button variant="text" onClick={() => onDone(null)}>
          {t('ra.action.cancel')}
        </Button>
      </div>
    </section>
  )
}
