import { Link } from 'react-router-dom'
import type { MunicipalityRow } from '../api-types.d.ts'
import { Empty, Faces } from '../common/faces.tsx'
import { Table } from '../common/Table.tsx'
import { useAsk } from '../common/use-api.ts'
import { useMay } from '../common/use-session.ts'
import { useWords } from '../common/use-words.ts'
import { HealthChip } from '../municipalities/HealthChip.tsx'

/** Town by town: what is stuck, what is late, which platform does not answer. */
export const TownsTable = () => {
  const { t } = useWords()
  const may = useMay()
  const towns = useAsk(['municipalities', 'list'], api => api.municipalities(), may('municipalities.read'))
  if (!may('municipalities.read')) return null
  return (
    <section style={{ marginTop: 20 }}>
      <h2>{t('iter.menu.municipalities')}</h2>
      <Faces
        of={towns}
        rows={2}
        isEmpty={data => data.items.length === 0}
        empty={<Empty title={t('iter.towns.empty')}>{t('iter.towns.empty_text')}</Empty>}
      >
        {data => (
          <Table<MunicipalityRow>
            caption={t('iter.menu.municipalities')}
            rows={data.items}
            id={row => row.id}
            columns={[
              {
                key: 'name',
                label: t('iter.towns.name'),
                cell: row => <Link to={`/municipalities/${row.id}/show`}>{row.name}</Link>,
              },
              { key: 'open', label: t('iter.towns.open'), number: true, cell: row => row.cases.open },
              { key: 'blocked', label: t('iter.towns.blocked'), number: true, cell: row => row.cases.blocked },
              {
                key: 'late',
                label: t('iter.towns.late'),
                number: true,
                cell: row => <span className={row.cases.late > 0 ? 'late' : ''}>{row.cases.late}</span>,
              },
              ...platformsOf(data.items).map(platform => ({
                key: platform,
                label: t(`iter.platform.${platform}`, { _: platform }),
                cell: (row: MunicipalityRow) => (
                  <HealthChip platform={row.platforms.find(one => one.platform === platform)} />
                ),
              })),
            ]}
          />
        )}
      </Faces>
    </section>
  )
}

const platformsOf = (rows: MunicipalityRow[]) => [
  ...new Set(rows.flatMap(row => row.platforms.map(one => one.platform))),
]
