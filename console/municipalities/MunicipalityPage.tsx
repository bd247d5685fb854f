import Tab from '@mui/material/Tab'
import Tabs from '@mui/material/Tabs'
import type { ReactNode } from 'react'
import { Link, useParams, useSearchParams } from 'react-router-dom'
import type { GetMunicipalityAnswer } from '../api-types.d.ts'
import { Faces } from '../common/faces.tsx'
import { Page } from '../common/Page.tsx'
import { useAsk } from '../common/use-api.ts'
import { useMay } from '../common/use-session.ts'
import { useWords } from '../common/use-words.ts'
import type { Permission } from '../permission.ts'
import { CalendarTab } from './CalendarTab.tsx'
import { CanteenTab } from './CanteenTab.tsx'
import { FaresTab } from './fares/FaresTab.tsx'
import { OfficesTab } from './OfficesTab.tsx'
import { PlatformsTab } from './PlatformsTab.tsx'
import { ServicesTab } from './services/ServicesTab.tsx'
import { StaffTab } from './StaffTab.tsx'
import { TokensTab } from './TokensTab.tsx'

const tabs = ['fares', 'platforms', 'offices', 'staff', 'calendar', 'canteen', 'services', 'tokens'] as const
type TabName = (typeof tabs)[number]

const needs = {
  fares: 'fares.read',
  platforms: 'platforms.read',
  offices: 'municipalities.read',
  staff: 'staff.read',
  calendar: 'municipalities.read',
  canteen: 'municipalities.read',
  services: 'municipalities.read',
  tokens: 'service-tokens.manage',
} as const satisfies Record<TabName, Permission>

/** What a town has set: fares with their resolution, platforms with their keys, people. */
export const MunicipalityPage = () => {
  const { id = '' } = useParams()
  const town = useAsk(['municipalities', 'one', id], api => api.municipality(id))
  return <Faces of={town}>{data => <OpenTown town={data} />}</Faces>
}

const OpenTown = ({ town }: { town: GetMunicipalityAnswer }) => {
  const { t } = useWords()
  const may = useMay()
  const [search, setSearch] = useSearchParams()
  const shown = tabs.filter(tab => may(needs[tab], town.id))
  const open = shown.find(tab => tab === search.get('tab')) ?? shown[0] ?? 'offices'
  const contents: Record<TabName, () => ReactNode> = {
    fares: () => <FaresTab town={town} />,
    platforms: () => <PlatformsTab town={town.id} />,
    offices: () => <OfficesTab town={town.id} />,
    staff: () => <StaffTab town={town.id} />,
    calendar: () => <CalendarTab town={town.id} />,
    canteen: () => <CanteenTab town={town} />,
    services: () => <ServicesTab town={town.id} />,
    tokens: () => <TokensTab town={town.id} />,
  }
  return (
    <Page
      title={town.name}
      above={<Link to="/municipalities">{t('iter.menu.municipalities')}</Link>}
      beside={t('iter.towns.codes', { istat: town.code, ipa: town.ipaCode, fiscal: town.fiscalCode })}
    >
      <Tabs
        value={open}
        onChange={(_, tab: TabName) => setSearch({ tab }, { replace: true })}
        variant="scrollable"
        aria-label={t('iter.towns.tabs')}
        sx={{ borderBottom: '1px solid var(--line)', margin: '16px 0 12px' }}
      >
        {shown.map(tab => (
          <Tab key={tab} value={tab} id={`tab-${tab}`} aria-controls="tab-panel" label={t(`iter.towns.tab.${tab}`)} />
        ))}
      </Tabs>
      <div id="tab-panel" role="tabpanel" aria-labelledby={`tab-${open}`}>
        {contents[open]()}
      </div>
    </Page>
  )
}
