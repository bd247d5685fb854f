// Packages published as ESM only: Jest runs CommonJS here, so they are transformed like our own sources.
const esmOnly = [
  'bpmn-moddle',
  'dmn-moddle',
  'moddle',
  'moddle-xml',
  'saxen',
  'min-dash',
  'feelin',
  '@bpmn-io',
  'lezer-feel',
  '@lezer',
  'luxon',
  'temporal-polyfill',
  'temporal-.*',
  'oidc-provider',
  'openid-client',
  'oauth4webapi',
  'jose',
  'nanoid',
  'quick-lru',
  'oidc-token-hash',
  'koa',
  'eta',
  'raw-body',
  '@sparticuz',
  'ra-.*',
  '@dslab',
  'design-tokens-italia',
  'bpmn-js',
  'diagram-js',
  'react-hotkeys-hook',
]

const transform = {
  '\\.[jt]sx?$': [
    '@swc/jest',
    {
      jsc: {
        target: 'es2022',
        parser: { syntax: 'typescript', tsx: true },
        transform: { react: { runtime: 'automatic' } },
      },
    },
  ],
}

const common = {
  testEnvironment: 'node',
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/data/'],
  transform,
  transformIgnorePatterns: [`/node_modules/(?!(${esmOnly.join('|')})/)`],
}

const rooms = names => names.map(name => `<rootDir>/test/${name}/**/*.test.{ts,tsx}`)

// Every platform's every fault, and a death at every await: with a command of their own, too (npm run test:kills).
const kills = ['faults', 'kill-sweep'].map(name => `<rootDir>/test/chaos/${name}.test.ts`)

const services = {
  ...common,
  globalSetup: '<rootDir>/test/support/start-services.ts',
  globalTeardown: '<rootDir>/test/support/stop-services.ts',
}

export default {
  projects: [
    {
      ...common,
      displayName: 'pure',
      testMatch: [...rooms(['engine', 'reconciliation', 'console', 'sandbox']), '<rootDir>/test/*.test.ts'],
    },
    {
      // These need the embedded PostgreSQL and Temporal: started once for all of them.
      ...services,
      displayName: 'services',
      testMatch: rooms([
        'db',
        'codec',
        'activities',
        'workflows',
        'worker',
        'server',
        'tenancy',
        'chaos',
        'e2e',
        'bench',
      ]),
    },
    { ...services, displayName: 'kills', testMatch: kills },
  ],
}
