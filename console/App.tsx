import type { QueryClient } from '@tanstack/react-query'
import { Admin, type AuthProvider, CustomRoutes, localStorageStore, Resource } from 'react-admin'
import { BrowserRouter, Route } from 'react-router-dom'
import { part } from './common/part.tsx'
import { Frame } from './frame/Frame.tsx'
import { HomePage } from './frame/HomePage.tsx'
import { LiveContext } from './frame/live-context.ts'
import { SignInPage } from './frame/SignInPage.tsx'
import type { IterDataProvider } from './providers/data-provider.ts'
import { i18nProvider } from './providers/i18n-provider.ts'
import type { Live } from './providers/live.ts'
import { lastingStore } from './providers/store.ts'
import { theme } from './theme.ts'
import tasks from './tasks/index.ts'
import cases from './cases/index.ts'
import imports from './imports/index.ts'
import incidents from './incidents/index.ts'
import municipalities from './municipalities/index.ts'
import audit from './audit/index.ts'
import restarts from './restarts/index.ts'
import checks from './checks/index.ts'
import deadlines from './deadlines/index.ts'
import payments from './payments/index.ts'
import flows from './flows/index.ts'
import journals from './journals/index.ts'
import exceptions from './exceptions/index.ts'
import regularisation from './regularisation/index.ts'
import differences from './differences/index.ts'

interface Props {
  client: QueryClient
  dataProvider: IterDataProvider
  authProvider: AuthProvider
  live: Live
}

const store = lastingStore(localStorageStore())

const SearchPage = part(() => import('./cases/SearchPage.tsx').then(page => page.SearchPage))

/** The console: react-admin with our frame, our theme and nothing from outside. */
export const App = ({ client, dataProvider, authProvider, live }: Props) => (
  <LiveContext.Provider value={live}>
    <BrowserRouter>
      <Admin
        title="Iter"
        dataProvider={dataProvider}
        authProvider={authProvider}
        i18nProvider={i18nProvider}
        queryClient={client}
        store={store}
        layout={Frame}
        dashboard={HomePage}
        loginPage={SignInPage}
        theme={theme}
        darkTheme={null}
        requireAuth
        disableTelemetry
      >
        <Resource name="tasks" {...tasks} />
        <Resource name="cases" {...cases} />
        <Resource name="deadlines" {...deadlines} />
        <Resource name="imports" {...imports} />
        <Resource name="payments" {...payments} />
        <Resource name="flows" {...flows} />
        <Resource name="journals" {...journals} />
        <Resource name="exceptions" {...exceptions} />
        <Resource name="regularisation" {...regularisation} />
        <Resource name="differences" {...differences} />
        <Resource name="incidents" {...incidents} />
        <Resource name="restarts" {...restarts} />
        <Resource name="municipalities" {...municipalities} />
        <Resource name="audit" {...audit} />
        <Resource name="checks" {...checks} />
        <CustomRoutes>
          <Route path="/search" element={<SearchPage />} />
        </CustomRoutes>
      </Admin>
    </BrowserRouter>
  </LiveContext.Provider>
)
