import type { FareTable } from '../../api-types.d.ts'
import { useWords } from '../../common/use-words.ts'
import { cellText } from './cell-text.ts'

interface Props {
  table: FareTable
  /** Makes the cells editable. */
  onChange?: (table: FareTable) => void
}

/** A decision table as people write one: conditions on the left, what follows on the right. */
export const FareRules = ({ table, onChange }: Props) => {
  const { t, locale } = useWords()
  const set = (row: number, part: 'inputs' | 'outputs', column: number, value: string) =>
    onChange?.({
      ...table,
      rules: table.rules.map((rule, at) =>
        at === row ? { ...rule, [part]: rule[part].map((cell, place) => (place === column ? value : cell)) } : rule,
      ),
    })
  const cell = (row: number, part: 'inputs' | 'outputs', column: number, value: string, label: string) => (
    <td key={`${part}${column}`} className={part === 'outputs' ? 'num' : ''}>
      {onChange ? (
        <input
          className="cell"
          aria-label={t('iter.fares.cell', { label, number: row + 1 })}
          value={value}
          onChange={event => set(row, part, column, event.target.value)}
        />
      ) : (
        cellText(
          value,
          (part === 'inputs' ? table.inputs[column]?.expression : table.outputs[column]?.name) ?? '',
          locale,
        )
      )}
    </td>
  )
  return (
    <div className="scroll" role="region" aria-label={table.name} tabIndex={0}>
      <table className="data small">
        <caption className="visually-hidden">{table.name}</caption>
        <thead>
          <tr>
            <th scope="col" className="num">
              {t('iter.fares.rule')}
            </th>
            {table.inputs.map(input => (
              <th key={input.label} scope="col">
                {input.label}
              </th>
            ))}
            {table.outputs.map(output => (
              <th key={output.name} scope="col" className="num">
                {t(`iter.decision.output.${output.name}`, { _: output.label || output.name })}
              </th>
            ))}
            <th scope="col">{t('iter.fares.note')}</th>
          </tr>
        </thead>
        <tbody>
          {table.rules.map((rule, row) => (
            <tr key={row}>
              <td className="num">{row + 1}</td>
              {rule.inputs.map((value, column) =>
                cell(row, 'inputs', column, value, table.inputs[column]?.label ?? ''),
              )}
              {rule.outputs.map((value, column) =>
                cell(row, 'outputs', column, value, table.outputs[column]?.label ?? ''),
              )}
              <td>{rule.text}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
