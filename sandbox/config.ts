import { resolve } from 'node:path'
import { z } from 'zod'
import type { PlatformOptions } from './platforms/start.ts'

const environment = z.object({
  NODE_ENV: z
    .string()
    .optional()
    .refine(value => value !== 'production', 'the sandbox never runs in production'),
  SANDBOX_DATA_DIR: z.string().min(1).default('data/sandbox'),
  SANDBOX_BASE_PORT: z.coerce.number().int().min(1024).max(65_000).default(8081),
  ITER_PUBLIC_URL: z.url().default('http://127.0.0.1:8080'),
  OIDC_CLIENT_ID: z.string().min(1).default('iter-console'),
  OIDC_CLIENT_SECRET: z.string().min(1),
})

/** What the sandbox process is told by its environment; throws with one line for each variable that is wrong. */
export function sandboxConfig(env: NodeJS.ProcessEnv): PlatformOptions {
  const parsed = environment.safeParse(env)
  if (!parsed.success) {
    const lines = parsed.error.issues.map(issue => `  ${issue.path.join('.')}: ${issue.message}`)
    throw new Error(`The environment of the sandbox is not right:\n${lines.join('\n')}`)
  }
  const { SANDBOX_BASE_PORT: base, ITER_PUBLIC_URL: publicUrl } = parsed.data
  return {
    dataDir: resolve(parsed.data.SANDBOX_DATA_DIR),
    ports: {
      control: base,
      staff: base + 1,
      io: base + 2,
      pagopa: base + 3,
      anpr: base + 4,
      spid: base + 5,
      register: base + 6,
    },
    console: {
      clientId: parsed.data.OIDC_CLIENT_ID,
      clientSecret: parsed.data.OIDC_CLIENT_SECRET,
      redirectUri: `${publicUrl}/auth/callback`,
      postLogoutRedirectUri: `${publicUrl}/`,
    },
  }
}
