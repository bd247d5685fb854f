import english from 'ra-language-english'
import type { Messages } from '../it/index.ts'
import { frame } from './frame.ts'
import { papers } from './papers.ts'
import { settings } from './settings.ts'
import { work } from './work.ts'

export const en = { ra: english.ra, iter: { ...frame, ...work, ...papers, ...settings } } satisfies {
  ra: unknown
  iter: Messages['iter']
}
