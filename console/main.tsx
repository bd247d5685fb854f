import '@fontsource/titillium-web/latin-400.css'
import '@fontsource/titillium-web/latin-600.css'
import '@fontsource/titillium-web/latin-700.css'
import '@fontsource/titillium-web/latin-ext-400.css'
import './iter.css'
import './desk.css'
import './payments.css'
import { QueryClient } from '@tanstack/react-query'
import { createRoot } from 'react-dom/client'
import { App } from './App.tsx'
import { createAuthProvider } from './providers/auth-provider.ts'
import { createDataProvider } from './providers/data-provider.ts'
import { createHttp } from './providers/http.ts'
import { createLive } from './providers/live.ts'

const http = createHttp(window.fetch.bind(window))
const root = createHttp(window.fetch.bind(window), '')
const dataProvider = createDataProvider(http)
const client = new QueryClient({
  defaultOptions: { queries: { retry: false, staleTime: 5_000, refetchOnWindowFocus: true } },
})
const authProvider = createAuthProvider({
  session: dataProvider.session,
  signOut: async () => (await root<{ redirect?: string } | null>('/auth/logout', { method: 'POST' }))?.redirect ?? null,
  go: address => window.location.assign(address),
})

const place = document.getElementById('root')
if (place) {
  createRoot(place).render(
    <App client={client} dataProvider={dataProvider} authProvider={authProvider} live={createLive({ client })} />,
  )
}
