import polyglotI18nProvider from 'ra-i18n-polyglot'
import { en } from '../i18n/en/index.ts'
import { it } from '../i18n/it/index.ts'

/** Italian first; `allowMissing` stays off, so that a missing key is heard in development. */
export const i18nProvider = polyglotI18nProvider(locale => (locale === 'en' ? en : it), 'it', [
  { locale: 'it', name: 'Italiano' },
  { locale: 'en', name: 'English' },
])
