import Button from '@mui/material/Button'
import type { AccountingMap } from '../api-types.d.ts'
import { useWords } from '../common/use-words.ts'
import { emptyRow, type MapRow } from './map-rows.ts'

interface Props {
  rows: MapRow[]
  services: AccountingMap['services']
  /** For who may only read it. */
  isFixed: boolean
  onChange: (rows: MapRow[]) => void
}

const fields = ['year', 'chapter', 'accertamento', 'vatPercent'] as const

export const MapRows = ({ rows, services, isFixed, onChange }: Props) => {
  const { t } = useWords()
  return (
    <>
      {rows.length === 0 && <p>{t('iter.pay.map.empty')}</p>}
      {rows.length > 0 && (
        <div className="scroll" tabIndex={-1}>
          <table className="data">
            <caption className="visually-hidden">{t('iter.pay.map.title')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('iter.pay.map.service')}</th>
                {fields.map(field => (
                  <th key={field} scope="col">
                    {t(`iter.pay.map.${field}`)}
                  </th>
                ))}
                {!isFixed && (
                  <th scope="col">
                    <span className="visually-hidden">{t('iter.pay.map.remove')}</span>
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {rows.map((row, index) => (
                <Line
                  key={row.key}
                  row={row}
                  number={index + 1}
                  services={services}
                  isFixed={isFixed}
                  onChange={change => onChange(rows.map(one => (one.key === row.key ? { ...one, ...change } : one)))}
                  onRemove={() => onChange(rows.filter(one => one.key !== row.key))}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {!isFixed && (
        <div>
          <Button onClick={() => onChange([...rows, emptyRow(rows)])}>{t('iter.pay.map.add')}</Button>
        </div>
      )}
    </>
  )
}

interface LineProps {
  row: MapRow
  number: number
  services: AccountingMap['services']
  isFixed: boolean
  onChange: (change: Partial<MapRow>) => void
  onRemove: () => void
}

const Line = ({ row, number, services, isFixed, onChange, onRemove }: LineProps) => {
  const { t, text } = useWords()
  const named = (name: string) => t('iter.pay.map.cell', { name, number })
  return (
    <tr>
      <td>
        <select
          value={row.service}
          disabled={isFixed}
          aria-label={named(t('iter.pay.map.service'))}
          onChange={event => onChange({ service: event.target.value })}
        >
          <option value="">–</option>
          {row.service && !services.some(one => one.code === row.service) && (
            <option value={row.service}>{row.service}</option>
          )}
          {services.map(one => (
            <option key={one.code} value={one.code}>
              {text(one.label)}
            </option>
          ))}
        </select>
      </td>
      {fields.map(field => (
        <td key={field}>
          <input
            className="cell"
            value={row[field]}
            disabled={isFixed}
            aria-label={named(t(`iter.pay.map.${field}`))}
            placeholder={field === 'year' ? t('iter.pay.map.every_year') : ''}
            onChange={event => onChange({ [field]: event.target.value })}
          />
        </td>
      ))}
      {!isFixed && (
        <td>
          <button type="button" className="link" onClick={onRemove}>
            {t('iter.pay.map.remove')}
            <span className="visually-hidden"> {number}</span>
          </button>
        </td>
      )}
    </tr>
  )
}
