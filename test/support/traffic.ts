import type { Response } from 'playwright-core'

import type { Scanner } from './leak-scan.ts'

export interface Traffic {
  note(response: Response): Promise<void>
  /** Looks through the addresses asked of this origin, and what was refused there. */
  scan(scanner: Scanner, origin: string): void
}

/** What browsers asked for. Answers are for those who asked; addresses and refusals end in logs and reports. */
export function createTraffic(): Traffic {
  const urls: string[] = []
  const problems: { url: string; text: string }[] = []
  return {
    note: async response => {
      urls.push(response.url())
      if (response.status() < 400) return
      // A window may be closed before its answer is read.
      const text = await response.text().catch(() => '')
      problems.push({ url: response.url(), text })
    },
    scan: (scanner, origin) => {
      for (const url of urls.filter(one => one.startsWith(origin))) scanner.look('url', url)
      for (const { text } of problems.filter(one => one.url.startsWith(origin))) scanner.look('problem', text)
    },
  }
}
