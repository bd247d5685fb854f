import Button from '@mui/material/Button'
import { useState } from 'react'
import type { Json } from '../../../engine/json.ts'
import type { FareTrial as Row, TryFareAnswer } from '../../api-types.d.ts'
import { Table } from '../../common/Table.tsx'
import { useDo } from '../../common/use-api.ts'
import { useWords } from '../../common/use-words.ts'

/** The fare on sample children, beside what the one in force gives: before it applies to anybody. */
export const FareTrial = ({ town, fare }: { town: string; fare: string }) => {
  const { t } = useWords()
  const [answer, setAnswer] = useState<TryFareAnswer | null>(null)
  const trial = useDo(api => api.tryFare(town, fare, {}), { stale: [], onDone: setAnswer })
  return (
    <div style={{ marginTop: 12 }}>
      <Button disabled={trial.isPending} onClick={() => trial.mutate(undefined)}>
        {t('iter.fares.try')}
      </Button>
      {answer && (
        <Table<Row>
          caption={t('iter.fares.trial')}
          rows={answer.items}
          id={row => row.name}
          isWide
          columns={[
            { key: 'name', label: t('iter.fares.sample'), cell: row => <b>{row.name}</b> },
            { key: 'inputs', label: t('iter.fares.given'), cell: row => <Values of={row.inputs} /> },
            { key: 'output', label: t('iter.fares.gives'), cell: row => row.error ?? <Values of={row.output} /> },
            { key: 'before', label: t('iter.fares.before'), cell: row => <Values of={row.before} /> },
            {
              key: 'rules',
              label: t('iter.fares.rule'),
              cell: row =>
                row.rules.map(rule => t('iter.decision.rule', { number: rule.number, text: rule.text })).join('; '),
            },
          ]}
        />
      )}
    </div>
  )
}

/** A fare table's single output is a bare number of cents. */
const Values = ({ of: value }: { of: Json }) => {
  const { t, euro } = useWords()
  const shown = (name: string, one: Json): string => {
    if (typeof one === 'number' && /cents$/i.test(name)) return euro(one)
    if (typeof one === 'boolean') return t(one ? 'ra.boolean.true' : 'ra.boolean.false')
    return typeof one === 'object' ? JSON.stringify(one) : String(one)
  }
  if (value === null) return '–'
  if (typeof value !== 'object' || Array.isArray(value)) return shown('cents', value)
  return Object.entries(value)
    .filter(([, one]) => one !== null)
    .map(([name, one]) => `${t(`iter.decision.output.${name}`, { _: name })} ${shown(name, one)}`)
    .join(', ')
}
