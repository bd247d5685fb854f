import { useSearchParams } from 'react-router-dom'
import type { IncidentGroup } from '../api-types.d.ts'
import { Empty, Faces } from '../common/faces.tsx'
import { Help } from '../common/Help.tsx'
import { Page } from '../common/Page.tsx'
import { useAsk } from '../common/use-api.ts'
import { useTown } from '../common/use-session.ts'
import { useWords } from '../common/use-words.ts'
import { restartOf } from '../restarts/under-way.ts'
import { useRestarts } from '../restarts/use-restarts.ts'
import { titledGroups } from './group-titles.ts'
import { GroupPanel } from './GroupPanel.tsx'
import { Restarts } from './Restarts.tsx'
import { TownsTable } from './TownsTable.tsx'

/** Why cases stand still: by cause first, then the cases. */
export const IncidentsPage = () => {
  const { t } = useWords()
  const [town] = useTown()
  const [search, setSearch] = useSearchParams()
  const groups = useAsk(['incidents', 'groups', town], api => api.incidentGroups(town))
  const restarts = useRestarts(town)
  const open = search.get('group')
  return (
    <Page
      title={t('iter.incidents.title')}
      beside={groups.data && groups.data.items.length > 0 && <Summary groups={groups.data.items} />}
    >
      <Faces
        of={groups}
        isEmpty={data => data.items.length === 0}
        empty={
          <div className="panel">
            <Empty title={t('iter.incidents.empty')}>{t('iter.incidents.empty_text')}</Empty>
          </div>
        }
      >
        {data =>
          titledGroups(data.items, t).map(({ group, ...titled }) => (
            <GroupPanel
              key={group.id}
              group={group}
              {...titled}
              restart={restartOf(group, restarts.data?.items ?? [])}
              isOpen={open === group.id}
              onOpen={() => setSearch(open === group.id ? {} : { group: group.id }, { replace: true })}
            />
          ))
        }
      </Faces>
      <Restarts />
      <TownsTable />
    </Page>
  )
}

const Summary = ({ groups }: { groups: IncidentGroup[] }) => {
  const { t } = useWords()
  const cases = groups.reduce((sum, group) => sum + group.cases, 0)
  const towns = new Set(groups.flatMap(group => group.municipalities.map(one => one.id))).size
  return (
    <>
      {t('iter.incidents.causes', { smart_count: groups.length })}, {t('iter.incidents.cases', { smart_count: cases })},{' '}
      {t('iter.incidents.towns', { smart_count: towns })} <Help word="blocked" />
    </>
  )
}
