import { cpus, totalmem } from 'node:os'
import { readFileSync } from 'node:fs'

/** What a section has measured. */
export interface Section {
  title: string
  /** Single figures, by name: `throughput ratio: 2.1`. */
  figures: Record<string, string>
  tables: Table[]
  /** What falls short of what design and issue ask for; empty when nothing does. */
  short: string[]
}

export interface Table {
  caption: string
  head: string[]
  rows: string[][]
}

/** A section as text. */
export function printed(section: Section): string {
  const figures = Object.entries(section.figures).map(([name, figure]) => `${name}: ${figure}`)
  const short = section.short.map(line => `SHORT: ${line}`)
  return [`\n== ${section.title}`, ...figures, ...section.tables.map(tableText), ...short].join('\n')
}

function tableText({ caption, head, rows }: Table): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map(row => (row[column] ?? '').length)))
  const line = (row: string[]) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
  return ['', caption, line(head), ...rows.map(line)].join('\n')
}

/** Where the figures were taken: without it they say nothing. */
export function machine(versions: Record<string, string>): Record<string, string> {
  const [cpu] = cpus()
  const sdk: { dependencies: Record<string, string> } = JSON.parse(readFileSync('package.json', 'utf8'))
  return {
    processor: `${cpus().length} x ${cpu?.model.trim() ?? 'unknown'}`,
    memory: `${Math.round(totalmem() / 2 ** 30)} GB`,
    node: process.versions.node,
    'temporal sdk': sdk.dependencies['@temporalio/worker'] ?? 'unknown',
    ...versions,
  }
}

export const ms = (figure: number): string => `${figure.toFixed(figure < 10 ? 1 : 0)} ms`

export const ratio = (figure: number): string => figure.toFixed(2)
