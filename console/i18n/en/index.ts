import english from 'ra-language-english'
import type { Messages } from '../it/index.ts'
import { frame } from './frame.ts'
import { papers } from './papers.ts'
import { register } from './register.ts'
import { settings } from './settings.ts'
import { work } from './work.ts'

export const en = { ra: english.ra, iter: { ...frame, ...work, ...papers, ...settings, ...register } } satisfies {
  ra: unknown
  iter: Messages['iter']
}
