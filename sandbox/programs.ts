import { join } from 'node:path'
import { auditKeyFile } from './audit-key.ts'
import type { Secrets, StartSettings } from './settings.ts'
import type { Program } from './supervise.ts'

export interface DatabaseUrls {
  superuser: string
  owner: string
  app: string
  relay: string
}

export function databaseUrls(settings: StartSettings, secrets: Secrets): DatabaseUrls {
  const at = `127.0.0.1:${settings.ports.postgres}`
  const url = (role: string, password: string, database: string) => `postgres://${role}:${password}@${at}/${database}`
  return {
    superuser: url('postgres', secrets.superuserPassword, 'postgres'),
    owner: url('iter_owner', secrets.ownerPassword, 'iter'),
    app: url('iter_app', secrets.appPassword, 'iter'),
    relay: url('iter_relay', secrets.relayPassword, 'iter'),
  }
}

/** The programs of one machine, each with the environment that a real installation would give it. */
export function programs(
  settings: StartSettings,
  secrets: Secrets,
  urls: DatabaseUrls,
  temporalAddress: string,
): Program[] {
  const common = {
    TEMPORAL_ADDRESS: temporalAddress,
    TEMPORAL_NAMESPACE: 'default',
    ITER_MASTER_KEY: secrets.masterKey,
    ITER_PUBLIC_URL: settings.publicUrl,
    ITER_REHEARSAL: 'true',
    ITER_RETRY_SCALE: String(settings.retryScale),
  }
  const oidc = { OIDC_CLIENT_ID: 'iter-console', OIDC_CLIENT_SECRET: secrets.oidcClientSecret }
  return [
    {
      name: 'sandbox',
      entry: 'sandbox/main.js',
      env: {
        ...oidc,
        SANDBOX_DATA_DIR: join(settings.dataDir, 'sandbox'),
        SANDBOX_BASE_PORT: String(settings.ports.sandbox),
        ITER_PUBLIC_URL: settings.publicUrl,
      },
    },
    {
      name: 'worker',
      entry: 'worker/main.js',
      env: {
        ...common,
        DATABASE_URL: urls.app,
        RECEIPTS_EVERY_SECONDS: String(settings.receiptsEverySeconds),
        REPORTS_EVERY_SECONDS: String(settings.reportsEverySeconds),
        WORKFLOW_BUNDLE: 'dist/workflow-bundle.js',
      },
    },
    {
      name: 'relay',
      entry: 'server/relay-main.js',
      env: { ...common, DATABASE_URL: urls.app, RELAY_DATABASE_URL: urls.relay },
    },
    {
      name: 'reconciler',
      entry: 'server/reconciler-main.js',
      env: { ...common, DATABASE_URL: urls.app },
    },
    {
      name: 'server',
      entry: 'server/main.js',
      env: {
        ...common,
        ...oidc,
        DATABASE_URL: urls.app,
        ITER_PORT: String(settings.ports.console),
        ITER_CONSOLE_DIR: 'dist/console',
        ITER_ACCESSIBILITY_FILE: 'dist/sandbox/demo/accessibility.json',
        ITER_CHECKPOINT_DIR: join(settings.dataDir, 'checkpoints'),
        ITER_CHECKPOINT_KEY_FILE: auditKeyFile(settings.dataDir),
        ITER_CHECKPOINT_EVERY_SECONDS: '60',
        OIDC_ISSUER: `http://127.0.0.1:${settings.ports.staff}`,
        SESSION_SECRET: secrets.sessionSecret,
      },
    },
  ]
}
