import Button from '@mui/material/Button'
import type { Json, JsonObject } from '../../engine/json.ts'
import type { GetMunicipalityAnswer } from '../api-types.d.ts'
import { Empty } from '../common/faces.tsx'
import { Table } from '../common/Table.tsx'
import { useMay } from '../common/use-session.ts'
import { useWords } from '../common/use-words.ts'

type School = GetMunicipalityAnswer['schools'][number]

/** Schools with their classes, the canteen's rules, and the list for caterer and school. */
export const CanteenTab = ({ town }: { town: GetMunicipalityAnswer }) => {
  const { t } = useWords()
  const may = useMay()
  return (
    <>
      {may('canteen-lists.read', town.id) && (
        <section className="panel">
          <h2>{t('iter.canteen.list')}</h2>
          <div className="row">
            <span>{t('iter.canteen.children', { smart_count: town.canteenListTotal })}</span>
            <Button href={`/api/v1/municipalities/${town.id}/canteen-list.csv`} download>
              {t('iter.canteen.download')}
            </Button>
          </div>
          <p className="small soft">{t('iter.canteen.diets')}</p>
        </section>
      )}
      <section className="panel">
        <h2>{t('iter.canteen.schools')}</h2>
        {town.schools.length === 0 ? (
          <Empty title={t('iter.canteen.no_schools')} />
        ) : (
          <Table<School>
            caption={t('iter.canteen.schools')}
            rows={town.schools}
            id={row => row.code}
            isWide
            columns={[
              { key: 'name', label: t('iter.canteen.school'), cell: row => <b>{row.name}</b> },
              { key: 'code', label: t('iter.offices.code'), cell: row => row.code },
              { key: 'classes', label: t('iter.canteen.classes'), cell: row => row.classes.join(', ') },
            ]}
          />
        )}
      </section>
      <section className="panel">
        <h2>{t('iter.canteen.rules')}</h2>
        <dl className="definition">
          {rulesOf(town.canteen).map(([name, value]) => (
            <Rule key={name} name={name} value={value} />
          ))}
        </dl>
      </section>
    </>
  )
}

/** Rules of the town, those of the settings inside among them. */
const rulesOf = (canteen: JsonObject): [string, Json][] =>
  Object.entries(canteen).flatMap(([name, value]): [string, Json][] =>
    typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [[name, value]],
  )

const Rule = ({ name, value }: { name: string; value: Json }) => {
  const { t, euro, day } = useWords()
  const word = (one: Json) => (typeof one === 'string' ? t(`iter.value.${one}`, { _: one }) : JSON.stringify(one))
  const shown = () => {
    if (typeof value === 'number' && /cents$/i.test(name)) return euro(value)
    if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)) return day(value)
    return Array.isArray(value) ? value.map(word).join(', ') : word(value)
  }
  return (
    <>
      <dt>{t(`iter.canteen.rule.${name}`, { _: name })}</dt>
      <dd>{shown()}</dd>
    </>
  )
}
