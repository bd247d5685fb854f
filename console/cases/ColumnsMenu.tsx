import { Disclosure } from '../common/Disclosure.tsx'
import { useWords } from '../common/use-words.ts'
import { allColumns } from './columns.ts'
import type { useColumns } from './use-columns.ts'

export const ColumnsMenu = ({ columns, toggle, reset }: ReturnType<typeof useColumns>) => {
  const { t } = useWords()
  return (
    <Disclosure label={t('iter.list.columns')}>
      <fieldset className="plain">
        <legend className="small soft">{t('iter.list.columns_text')}</legend>
        {allColumns.map(name => (
          <label key={name} className="check">
            <input
              type="checkbox"
              checked={columns.includes(name)}
              disabled={columns.length === 1 && columns.includes(name)}
              onChange={() => toggle(name)}
            />
            {t(`iter.columns.${name}`)}
          </label>
        ))}
      </fieldset>
      <button type="button" className="link" onClick={reset}>
        {t('iter.list.columns_usual')}
      </button>
    </Disclosure>
  )
}
