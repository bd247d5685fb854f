import english from 'ra-language-english'
import type { Messages } from '../it/index.ts'
import { auditPage } from './audit.ts'
import { desk } from './desk.ts'
import { frame } from './frame.ts'
import { lists } from './lists.ts'
import { papers } from './papers.ts'
import { pay } from './payments.ts'
import { register } from './register.ts'
import { settings } from './settings.ts'
import { townSettings } from './towns.ts'
import { work } from './work.ts'

export const en = {
  ra: english.ra,
  iter: {
    ...frame,
    ...desk,
    ...work,
    ...papers,
    ...lists,
    ...settings,
    ...townSettings,
    ...register,
    ...auditPage,
    ...pay,
  },
} satisfies {
  ra: unknown
  iter: Messages['iter']
}
