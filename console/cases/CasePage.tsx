import Tab from '@mui/material/Tab'
import Tabs from '@mui/material/Tabs'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useDeferredValue } from 'react'
import { useDataProvider } from 'react-admin'
import { Link, useParams, useSearchParams } from 'react-router-dom'
import type { CasePage as CaseData } from '../api-types.d.ts'
import { Faces, Loading } from '../common/faces.tsx'
import { Help } from '../common/Help.tsx'
import { Page } from '../common/Page.tsx'
import { useMay } from '../common/use-session.ts'
import { useWords } from '../common/use-words.ts'
import { wordOfPhase } from '../common/words.ts'
import type { IterDataProvider } from '../providers/data-provider.ts'
import { caseQuery } from './ahead.ts'
import { CaseActions } from './CaseActions.tsx'
import { CaseAside } from './CaseAside.tsx'
import { IncidentPanel } from './IncidentPanel.tsx'
import { lastList } from './list-memory.ts'
import { PathTab } from './parts.ts'
import { PhaseChip } from './PhaseChip.tsx'
import { RetryNote } from './RetryNote.tsx'
import { sentenceOf } from './sentence.ts'
import { AuditTab } from './tabs/AuditTab.tsx'
import { DataTab } from './tabs/DataTab.tsx'
import { DocumentsTab } from './tabs/DocumentsTab.tsx'
import { HistoryTab } from './tabs/HistoryTab.tsx'
import { MessagesTab } from './tabs/MessagesTab.tsx'
import { PaymentsTab } from './tabs/PaymentsTab.tsx'
import { TermBar } from './TermBar.tsx'

/** Where is it, and what now: the sentence first, then the law's clock, then everything else. */
export const CasePage = () => {
  const { id = '' } = useParams()
  const page = useQuery(caseQuery(useDataProvider<IterDataProvider>(), id))
  return (
    <Faces of={page} rows={10}>
      {data => <OpenCase data={data} />}
    </Faces>
  )
}

const OpenCase = ({ data }: { data: CaseData }) => {
  const { t, text, locale } = useWords()
  const now = data.clock ? new Date(Math.max(Date.parse(data.clock), Date.now())) : new Date()
  // The sentence is on screen before the parts below are worked out.
  const below = useDeferredValue<CaseData | null>(data, null)
  const word = wordOfPhase[data.phase]
  const incidents = data.incidents.filter(incident => incident.resolvedAt === null)
  return (
    <Page
      title={data.title}
      above={
        <>
          <Link to={lastList()}>{t('iter.cases.title')}</Link>
          <span>
            › {text(data.procedureTitle)} · {data.number}
            {data.protocol && <> · {t('iter.cases.protocol', { number: data.protocol })}</>} · {data.municipality.name}
          </span>
        </>
      }
      beside={
        <>
          <PhaseChip phase={data.phase} outcome={data.outcome} /> {word && <Help word={word} />}
        </>
      }
      actions={<CaseActions data={data} now={now} />}
    >
      <div className="panel">
        <p className="sentence" aria-live="polite">
          {sentenceOf(closedBy(data), locale, now)}
        </p>
        <RetryNote steps={data.steps} />
        {termsToShow(data).map(term => (
          <TermBar key={term.key} term={term} now={now} />
        ))}
      </div>
      {incidents.map(incident => (
        <IncidentPanel key={incident.id} incident={incident} data={data} />
      ))}
      {below ? <CaseTabs data={below} /> : <Loading rows={6} />}
    </Page>
  )
}

/** A case that the office closed has no outcome of its own. */
const closedBy = ({ sentence, status }: CaseData) =>
  status === 'closed' ? { ...sentence, outcome: sentence.outcome ?? 'closed' } : sentence

/** The procedure's own term always, another one while it runs. */
const termsToShow = (data: CaseData) =>
  data.terms.filter((term, place) => place === 0 || term.state === 'running' || term.state === 'suspended')

const tabs = ['path', 'history', 'data', 'documents', 'payments', 'messages', 'audit'] as const
type TabName = (typeof tabs)[number]

const CaseTabs = ({ data }: { data: CaseData }) => {
  const { t } = useWords()
  const may = useMay()
  const [search, setSearch] = useSearchParams()
  const shown = tabs.filter(tab => tab !== 'audit' || may('cases.read', data.municipality.id))
  const open = shown.find(tab => tab === search.get('tab')) ?? 'path'
  const counts: Partial<Record<TabName, number>> = data.counts
  const contents: Record<TabName, () => ReactNode> = {
    path: () => <PathTab data={data} />,
    history: () => <HistoryTab caseId={data.id} />,
    data: () => <DataTab data={data} />,
    documents: () => <DocumentsTab caseId={data.id} />,
    payments: () => <PaymentsTab caseId={data.id} />,
    messages: () => <MessagesTab caseId={data.id} />,
    audit: () => <AuditTab caseId={data.id} />,
  }
  return (
    <>
      <Tabs
        value={open}
        onChange={(_, tab: TabName) => setSearch(tab === 'path' ? {} : { tab }, { replace: true })}
        variant="scrollable"
        aria-label={t('iter.case.tabs')}
        sx={{ borderBottom: '1px solid var(--line)', margin: '16px 0 12px' }}
      >
        {shown.map(tab => (
          <Tab
            key={tab}
            value={tab}
            id={`tab-${tab}`}
            aria-controls="tab-panel"
            label={`${t(`iter.case.tab.${tab}`)} ${counts[tab] || ''}`}
          />
        ))}
      </Tabs>
      <div
        id="tab-panel"
        role="tabpanel"
        aria-labelledby={`tab-${open}`}
        className={open === 'path' ? 'case-grid' : ''}
      >
        <div>{contents[open]()}</div>
        {open === 'path' && <CaseAside data={data} />}
      </div>
    </>
  )
}
