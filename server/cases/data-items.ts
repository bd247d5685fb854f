import type { z } from 'zod'

import type { Json, JsonObject, Text } from '../../engine/json.ts'
import { localDate } from '../../engine/terms/instants.ts'
import type { dataItem, dataSections } from '../api/case-views.ts'
import { leaves, valueAt } from '../json-path.ts'
import type { Label, Manifest } from '../procedures/manifest.ts'
import { longDay } from '../reading/waiting-words.ts'

type Item = z.input<typeof dataItem>
type Section = (typeof dataSections)[number]

/** Where each part of the document comes from; what is not listed was worked out by Iter. */
const sources: Record<string, string | ((document: JsonObject) => string)> = {
  request: 'citizen',
  isee: 'citizen',
  observations: 'citizen',
  withdrawal: 'citizen',
  parenthood: 'ANPR',
  residence: 'ANPR',
  identity: document => (valueAt(document, 'identity.method') === 'document' ? 'staff' : 'SPID/CIE'),
  protocol: 'register',
  closing: 'staff',
  annulment: 'pagoPA',
  'withdrawal.protocol': 'register',
  'integration.protocol': 'register',
  'refusal.protocol': 'register',
  'refusal.noticeProtocol': 'register',
  'approval.protocol': 'register',
  'integration.asked': 'staff',
  'integration.text': 'staff',
  'integration.documents': 'citizen',
  fare: 'decision-table',
  decision: 'staff',
  guardianship: 'staff',
  exemption: 'staff',
  diet: 'staff',
  delivery: 'staff',
  'arrears.decision': 'staff',
  'arrears.reasons': 'staff',
  'place.decision': 'staff',
  'place.reasons': 'staff',
  school: document => (valueAt(document, 'school.checkedByOffice') === true ? 'staff' : 'school-list'),
  notice: 'pagoPA',
  payment: 'pagoPA',
  reach: 'IO',
}

/** The document as lines to read, each with its words, its section and its origin; sections in the order of a case's life. */
export function dataItemsOf(
  document: JsonObject,
  manifest: Manifest,
  masked: boolean,
  nameOf: NameOf = () => undefined,
): Item[] {
  const shown = Object.fromEntries(Object.entries(document).filter(([name]) => !['case', 'refs'].includes(name)))
  return leaves(shown)
    .filter(({ value }) => value !== null && !(Array.isArray(value) && value.length === 0))
    .slice(0, 500)
    .map(({ path, value }) => {
      const label = labelOf(path, manifest)
      const item: Item = {
        path: path.slice(0, 200),
        label: label ? { it: label.it, en: label.en } : { it: path, en: path },
        value: masked ? '•••' : value,
        valueText: masked ? null : (listed(value, nameOf) ?? valueText(path, value, label)),
        section: path.startsWith('request.') ? 'request' : sectionOf(label),
        technical: label === undefined || label.technical === true,
        source: sourceOf(path, document),
        masked,
      }
      return { item, place: [sections.indexOf(item.section), label?.place ?? Number.MAX_SAFE_INTEGER] as const }
    })
    .toSorted((a, b) => a.place[0] - b.place[0] || a.place[1] - b.place[1])
    .map(({ item }) => item)
}

/** The name of what stands on one of the town's lists, a school's for one, by its code. */
type NameOf = (code: string) => string | undefined

function listed(value: Json, nameOf: NameOf): Text | null {
  if (typeof value !== 'string') return null
  const name = nameOf(value)
  return name === undefined ? null : same(`${name} (${value})`)
}

/** A datum's name, and a value it has or had, as the case's page says them. */
export function datumWords(path: string, manifest: Manifest | undefined) {
  const label = manifest && labelOf(path, manifest)
  return {
    label: label ? { it: label.it, en: label.en } : same(path),
    say: (value: Json): Text | null => (value === null ? null : valueText(path, value, label)),
  }
}

const sections: Section[] = ['request', 'checks', 'fare', 'decision', 'service', 'payment', 'other']

const sectionOf = (label: Label | undefined): Section => sections.find(one => one === label?.section) ?? 'other'

/** The procedure's words for a path; elements of a list share theirs. */
function labelOf(path: string, manifest: Manifest): Label | undefined {
  const whole = path.replaceAll(/\.\d+(?=\.|$)/g, '')
  const short = whole.replace(/^request\./, '')
  return manifest.labels[whole] ?? manifest.labels[short] ?? manifest.csv.find(one => one.path === short)?.label
}

/** The longest listed beginning of the path tells. */
function sourceOf(path: string, document: JsonObject): string {
  const parts = path.split('.')
  const found = [parts.slice(0, 2).join('.'), parts[0] ?? ''].map(one => sources[one]).find(one => one !== undefined)
  return typeof found === 'function' ? found(document) : (found ?? 'iter')
}

/** The value as a person reads it, in both languages; null for what is no text, number or list of them. */
function valueText(path: string, value: Json, label: Label | undefined): Text | null {
  if (Array.isArray(value)) {
    const each = value.map(one => valueText(path, one, label))
    return { it: each.map(one => one?.it ?? '').join(', '), en: each.map(one => one?.en ?? '').join(', ') }
  }
  if (typeof value === 'object') return null
  const known = label?.values?.[String(value)]
  if (known) return known
  if (typeof value === 'boolean') return value ? { it: 'sì', en: 'yes' } : { it: 'no', en: 'no' }
  if (typeof value === 'number') return /cents$/i.test(path) ? money(value) : same(String(value))
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return day(value)
  return /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)$/.test(value) ? day(localDate(value)) : same(value)
}

const same = (text: string): Text => ({ it: text, en: text })
const day = (date: string): Text => ({ it: longDay(date, 'it'), en: longDay(date, 'en') })

/** Cents as euros: "3,50 €". */
export function money(cents: number): Text {
  const euros = (locale: string) =>
    new Intl.NumberFormat(locale, { style: 'currency', currency: 'EUR', useGrouping: 'always' })
      .format(cents / 100)
      .replaceAll(/\s/g, ' ')
  return { it: euros('it-IT'), en: euros('en-GB') }
}
