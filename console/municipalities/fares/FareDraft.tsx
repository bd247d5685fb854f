import Button from '@mui/material/Button'
import TextField from '@mui/material/TextField'
import { type ReactNode, useState } from 'react'
import type { FarePage } from '../../api-types.d.ts'
import { useDo } from '../../common/use-api.ts'
import { useWords } from '../../common/use-words.ts'
import { DmnFile } from './DmnFile.tsx'
import { FareRules } from './FareRules.tsx'
import { Faults } from './Faults.tsx'

interface Props {
  town: string
  /** The fare it starts from; null for a town's first one, which comes as a file. */
  from: FarePage | null
  onDone: (made: string | null) => void
}

/** The decision that an enrolment asks for. */
const fareKey = 'fare'

/** A new fare, cell by cell from the one shown or from a DMN file; nothing applies before it is tried and approved. */
export const FareDraft = ({ town, from, onDone }: Props) => {
  const { t } = useWords()
  const [head, setHead] = useState({ resolution: '', validFrom: '', validTo: '' })
  const [table, setTable] = useState(from?.table ?? null)
  const [file, setFile] = useState<{ name: string; dmn: string } | null>(null)
  const propose = useDo(
    api =>
      api.proposeFare(town, {
        key: from?.key ?? fareKey,
        resolution: head.resolution,
        validFrom: head.validFrom,
        validTo: head.validTo || null,
        ...(file ? { dmn: file.dmn } : { table }),
      }),
    {
      stale: ['municipalities'],
      told: 'iter.fares.proposed_told',
      onDone: made => onDone(made.id),
      quiet: true,
    },
  )
  const set = (name: keyof typeof head, value: string) => setHead({ ...head, [name]: value })
  return (
    <section className="panel" aria-label={t('iter.fares.draft')}>
      <h2>{t(from ? 'iter.fares.draft' : 'iter.fares.first')}</h2>
      {from && <p className="soft">{t('iter.fares.draft_text', { resolution: from.resolution })}</p>}
      <div className="fields" style={{ margin: '12px 0' }}>
        <TextField
          label={t('iter.fares.resolution')}
          value={head.resolution}
          required
          onChange={event => set('resolution', event.target.value)}
        />
        <Day label={t('iter.fares.from')} value={head.validFrom} required onChange={value => set('validFrom', value)} />
        <Day label={t('iter.fares.to_date')} value={head.validTo} onChange={value => set('validTo', value)} />
      </div>
      {file ? (
        <p>{t('iter.fares.file_taken', { name: file.name })}</p>
      ) : (
        table && <FareRules table={table} onChange={setTable} />
      )}
      <Faults of={propose.error} />
      <div className="row" style={{ marginTop: 12 }}>
        <Button
          variant="contained"
          disabled={!head.resolution || !head.validFrom || !(file ?? table) || propose.isPending}
          onClick={() => propose.mutate(undefined)}
        >
          {t('iter.fares.propose')}
        </Button>
        {table && !file && <RuleButtons table={table} onChange={setTable} />}
        <DmnFile
          onTaken={taken => {
            propose.reset()
            setFile(taken)
          }}
        />
        {file && table && <Button onClick={() => setFile(null)}>{t('iter.fares.file_back')}</Button>}
        <Button variant="text" onClick={() => onDone(null)}>
          {t('ra.action.cancel')}
        </Button>
      </div>
    </section>
  )
}

interface DayProps {
  label: string
  value: string
  required?: boolean
  onChange: (value: string) => void
}

const Day = ({ label, value, required = false, onChange }: DayProps): ReactNode => (
  <TextField
    label={label}
    type="date"
    value={value}
    required={required}
    slotProps={{ inputLabel: { shrink: true } }}
    onChange={event => onChange(event.target.value)}
  />
)

interface RuleProps {
  table: FarePage['table']
  onChange: (table: FarePage['table']) => void
}

const RuleButtons = ({ table, onChange }: RuleProps) => {
  const { t } = useWords()
  const last = table.rules.at(-1)
  return (
    <>
      <Button disabled={!last} onClick={() => last && onChange({ ...table, rules: [...table.rules, { ...last }] })}>
        {t('iter.fares.add_rule')}
      </Button>
      <Button disabled={table.rules.length < 2} onClick={() => onChange({ ...table, rules: table.rules.slice(0, -1) })}>
        {t('iter.fares.drop_rule')}
      </Button>
    </>
  )
}
