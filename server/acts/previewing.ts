import type { Tx } from '../../db/client.ts'
import type { Act } from '../../engine/event.ts'
import type { Json, Text } from '../../engine/json.ts'
import { secondsAhead } from '../cases/find-case.ts'
import type { FoundCase } from '../cases/find-case.ts'
import { money } from '../cases/data-items.ts'
import { loadNames } from '../reading/names.ts'
import { longDay } from '../reading/waiting-words.ts'
import type { Staff } from '../sign-in/staff.ts'
import { labelOf } from './amend-fields.ts'
import type { Previewing } from './preview.ts'
import { rules } from './rules.ts'

/** How this reader hears what an act would do. */
export async function previewing(
  tx: Tx,
  staff: Staff,
  found: FoundCase,
  { act, now }: { act: Act; now: string },
): Promise<Previewing> {
  const { municipalityId: town, caseId } = found.line
  const names = await loadNames(tx)
  const ahead = await secondsAhead(tx, town, caseId)
  const { manifest } = found.definition
  const masked = staff.masked(town)
  const hidden = manifest.confidentialPaths
    .filter(one => !staff.officesIn(town).includes(one.office ?? manifest.confidentialOffice ?? manifest.office))
    .flatMap(one => [`request.${one.path}`, `refs.${one.ref}`])
  return {
    act,
    actor: staff.actor(rules[ruleOf(act)].right, town),
    at: new Date(Date.parse(now) + ahead * 1000).toISOString(),
    reader: { offices: staff.officesIn(town), office: code => names.office(town, code).name },
    label: path => labelOf(path, manifest),
    words: (path, value) => {
      if (masked || hidden.some(one => path.includes(one))) return null
      return wordsOf(
        path,
        value,
        manifest.labels[path]?.values ?? manifest.labels[path.replace(/^request\./, '')]?.values,
      )
    },
  }
}

/** Acts on tasks have routes of their own, and no preview. */
const ruleOf = (act: Act): keyof typeof rules =>
  act.type === 'claim' || act.type === 'release' || act.type === 'complete' ? 'reassign' : act.type

function wordsOf(path: string, value: Json, values: Record<string, Text> = {}): Text | null {
  if (value === null) return null
  if (Array.isArray(value)) {
    const parts = value.map(one => wordsOf(path, one, values)).filter(one => one !== null)
    return { it: parts.map(one => one.it).join(', '), en: parts.map(one => one.en).join(', ') }
  }
  if (typeof value === 'object') return both(JSON.stringify(value).slice(0, 500))
  if (typeof value === 'boolean') return value ? { it: 'sì', en: 'yes' } : { it: 'no', en: 'no' }
  if (typeof value === 'number') return /cents$/i.test(path) ? money(value) : both(String(value))
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return { it: longDay(value, 'it'), en: longDay(value, 'en') }
  return values[value] ?? both(value.slice(0, 2000))
}

const both = (text: string): Text => ({ it: text, en: text })
