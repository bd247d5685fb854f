import type { Text } from '../../engine/json.ts'

export interface Tried {
  errorKind: string | null
  message: string | null
}

/** "al secondo tentativo: al primo pagoPA non ha risposto"; null for a step that succeeded at once. */
export function attemptsText(tries: readonly Tried[], platform: string | null): Text | null {
  const failed = tries.filter(one => one.errorKind !== null)
  const last = failed.at(-1)
  if (!last) return null
  const nth = failed.length
  const why = last.errorKind === 'unavailable' ? silent(platform) : stated(last.message)
  const [it, en] = ordinals[nth] ?? [`${nth + 1}º`, `attempt ${nth + 1}`]
  return {
    it: `al ${it} tentativo: ${nth === 1 ? 'al primo' : 'prima'} ${why.it}`,
    en: `at the ${en} attempt: ${nth === 1 ? 'at the first' : 'before'} ${why.en}`,
  }
}

/** By how many tries failed before. */
const ordinals: Record<number, [string, string]> = {
  1: ['secondo', 'second'],
  2: ['terzo', 'third'],
  3: ['quarto', 'fourth'],
  4: ['quinto', 'fifth'],
}

const platforms: Record<string, Text> = {
  spid: { it: 'SPID', en: 'SPID' },
  anpr: { it: 'ANPR', en: 'ANPR' },
  pagopa: { it: 'pagoPA', en: 'pagoPA' },
  io: { it: 'IO', en: 'IO' },
  register: { it: 'il protocollo', en: 'the protocol register' },
}

function silent(platform: string | null): Text {
  const name = platforms[platform ?? ''] ?? { it: 'il servizio', en: 'the service' }
  return { it: `${name.it} non ha risposto`, en: `${name.en} did not answer` }
}

function stated(message: string | null): Text {
  const text = message?.replace(/[.\s]+$/, '') ?? 'non è riuscito'
  return { it: `«${text}»`, en: `“${text}”` }
}
