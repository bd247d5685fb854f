import type { ReactNode } from 'react'

export type Tone = 'ok' | 'warn' | 'bad' | 'wait' | 'run'

/** State is colour, shape and word together: none of them alone. */
const shapes = { ok: '✓', warn: '▲', bad: '■', wait: '◔', run: '●' } as const satisfies Record<Tone, string>

export const Chip = ({ tone, children }: { tone: Tone; children: ReactNode }) => (
  <span className={`chip ${tone}`}>
    <span aria-hidden="true">{shapes[tone]}</span>
    {children}
  </span>
)
