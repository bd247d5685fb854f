import { aJournal } from './samples/journal.ts'
import { aReport } from './samples/report.ts'
import { zipOf } from './samples/zip.ts'
import { files } from './traps/files.ts'
import { journals } from './traps/journals.ts'
import { reports } from './traps/reports.ts'
import { sums } from './traps/sums.ts'
import { texts } from './traps/texts.ts'
import type { SampleFile, Trap } from './traps/trap.ts'

/** Every trap, numbered from 1; docs/reconciliation.md, the tests, the sandbox and `npm run reconcile` share this table. */
export const traps: (Trap & { number: number })[] = [...sums, ...texts, ...reports, ...journals, ...files].map(
  (trap, index) => ({
    ...trap,
    number: index + 1,
  }),
)

/** A trap's files as they would lie in a folder: their names keep their order. */
export function filesOf({ files }: Pick<Trap, 'files'>): { name: string; bytes: Buffer }[] {
  return files.map((file, index) => {
    const number = String(index + 1).padStart(2, '0')
    const { ending, bytes } = contentOf(file, files)
    return { name: `${number}-${ending}`, bytes }
  })
}

function contentOf(file: SampleFile, all: SampleFile[]): { ending: string; bytes: Buffer } {
  switch (file.type) {
    case 'report':
      return { ending: 'fdr.xml', bytes: Buffer.from(aReport(file.report)) }
    case 'journal':
      return { ending: 'giornale.xml', bytes: Buffer.from(aJournal(file.journal)) }
    case 'pages': {
      const pages = file.pages.map((page, index) => [`pagina-${index + 1}.xml`, aJournal(page)])
      return { ending: 'giornale.zip', bytes: zipOf(Object.fromEntries(pages)) }
    }
    case 'text':
      return { ending: 'file.xml', bytes: Buffer.from(file.text) }
    case 'again': {
      const first = all[file.of - 1]
      if (first === undefined || first.type === 'again')
        throw new Error(`A trap repeats file ${file.of}, which is none`)
      return contentOf(first, all)
    }
  }
}
