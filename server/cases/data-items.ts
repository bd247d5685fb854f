import type { z } from 'zod'

import type { JsonObject } from '../../engine/json.ts'
import type { dataItem } from '../api/case-views.ts'
import { leaves } from '../json-path.ts'
import type { Manifest } from '../procedures/manifest.ts'

/** Where each part of the document comes from; what is not listed was worked out by Iter. */
const sources: Record<string, string> = {
  request: 'citizen',
  isee: 'citizen',
  anpr: 'ANPR',
  parenthood: 'ANPR',
  residence: 'ANPR',
  identity: 'SPID/CIE',
  protocol: 'register',
  fare: 'decision-table',
  decision: 'staff',
  guardian: 'staff',
  diet: 'staff',
  school: 'staff',
  notice: 'pagoPA',
  payment: 'pagoPA',
  delivery: 'IO',
}

/** The document as lines to read, each with its origin. */
export function dataItemsOf(document: JsonObject, manifest: Manifest, masked: boolean): z.input<typeof dataItem>[] {
  const shown = Object.fromEntries(Object.entries(document).filter(([name]) => !['case', 'refs'].includes(name)))
  return leaves(shown)
    .slice(0, 500)
    .map(({ path, value }) => {
      const short = path.replace(/^request\./, '')
      const csv = manifest.csv.find(one => one.path === short)
      const label = manifest.labels[path] ?? manifest.labels[short] ?? csv?.label ?? { it: short, en: short }
      const source = sources[path.split('.')[0] ?? ''] ?? 'iter'
      return { path: path.slice(0, 200), label, value: masked ? '•••' : value, source, masked }
    })
}
