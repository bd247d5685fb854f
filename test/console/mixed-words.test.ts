/// <reference types="node" />
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync } from '@swc/core'
import { words } from '../../console/common/words.ts'
import { en } from '../../console/i18n/en/index.ts'
import { it as italian } from '../../console/i18n/it/index.ts'

/**
 * Five words that are never mixed: in attesa di (somebody must act), bloccata (a failure), termine sospeso (the law's clock), interrompi (an
 * act), non disponibile (a platform); and what has one name only.
 */
const forbidden: [RegExp, string][] = [
  [/\bincident[ei]\b/i, 'guasto'],
  [/\bannulla\w* (la|una|le) pratic/i, 'chiudi la pratica'],
  [/\bOPI\b/, 'giornale di cassa'],
  [
    /pratic[ah]e? (è |sono )?(in )?sospes[ae]|sospend\w* (la|una) pratic/i,
    'interrompi la pratica (sospeso è il termine)',
  ],
  [/termin[ei] (è |sono )?(interrott|bloccat|fermat)[oi]|interromp\w* il termine/i, 'termine sospeso'],
  [/pratic[ah]e? (è |sono )?non disponibil/i, 'bloccata (non disponibile è una piattaforma)'],
  [/piattaform[ae] (è |sono )?(bloccat|sospes|interrott)[ae]/i, 'non disponibile'],
  [/in attesa (per|a causa di) (un )?(guasto|errore)/i, 'bloccata'],
  [/bloccat[aoei] (in attesa|dall['’]ufficio|dal cittadino)/i, 'in attesa di'],
  [/\b(rilancio|riavvio) massivo/i, 'ripartenza'],
  [/\bambiente di (test|collaudo)\b/i, 'prova'],
]

const forbiddenInEnglish: [RegExp, string][] = [
  [/\bincidents?\b/i, 'failure'],
  [/\bcancel\w* (the|a) case/i, 'close the case'],
  [/\bcases? (is |are )?suspended|suspend (the|a) case/i, 'stop the case (suspended is the term)'],
  [/\bterms? (is |are )?(stopped|interrupted|blocked|paused)/i, 'term suspended'],
  [/\bplatforms? (is |are )?(blocked|stopped|suspended)/i, 'not available'],
]

const mixturesIn = (texts: string[], rules = forbidden) =>
  texts.flatMap(text =>
    rules.filter(([wrong]) => wrong.test(text)).map(([, right]) => `«${text.slice(0, 90)}»: ${right}`),
  )

const valuesOf = (value: unknown): string[] =>
  typeof value === 'object' && value !== null ? Object.values(value).flatMap(valuesOf) : [String(value)]

const literalsOf = ({ name, text }: { name: string; text: string }): string[] => {
  const found: string[] = []
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return
    if ('type' in node && node.type === 'StringLiteral' && 'value' in node) found.push(String(node.value))
    if ('type' in node && node.type === 'TemplateElement' && 'cooked' in node) found.push(String(node.cooked))
    for (const inside of Object.values(node)) walk(inside)
  }
  walk(parseSync(text, { syntax: 'typescript', tsx: name.endsWith('x'), target: 'es2022' }))
  // Words for people have a space; keys, paths and names of programs have none.
  return found.filter(text => /\p{L} \p{L}/u.test(text))
}

const root = join(__dirname, '../..')
const filesIn = (folder: string, kind: RegExp) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(file => kind.test(file))
    .map(name => ({ name, text: readFileSync(join(root, folder, name), 'utf8') }))

describe('the words of an office are not mixed', () => {
  test('in the console, in both languages', () => {
    expect(mixturesIn(valuesOf(italian.iter))).toEqual([])
    expect(mixturesIn(valuesOf(en.iter), forbiddenInEnglish)).toEqual([])
  })

  test.each(['server', 'engine', 'activities', 'console'])('in what %s says', room => {
    const said = filesIn(room, /\.tsx?$/).flatMap(literalsOf)
    expect(said.length).toBeGreaterThan(room === 'engine' ? 50 : 100)
    expect(mixturesIn(said)).toEqual([])
  })

  test('in what the procedures say', () => {
    const said = filesIn('workflows/procedures', /\.(json|bpmn)$/).flatMap(({ text }) =>
      [...text.matchAll(/"([^"\n]*\p{L} \p{L}[^"\n]*)"/gu)].map(match => match[1] ?? ''),
    )
    expect(said.length).toBeGreaterThan(100)
    expect(mixturesIn(said)).toEqual([])
  })

  test.each([
    'Annulla la pratica',
    'Ci sono 3 incidenti',
    'Importa l’OPI',
    'La pratica è sospesa',
    'Il termine è interrotto',
    'Pratica non disponibile',
    'La piattaforma è bloccata',
  ])('the finder finds: %s', text => {
    expect(mixturesIn([text])).toHaveLength(1)
  })

  test('what is well said is left alone', () => {
    const well = [
      'Annulla',
      'Termine sospeso',
      'Interrompi la pratica',
      'pagoPA non è disponibile',
      'Bloccata: ANPR non risponde',
    ]
    expect(mixturesIn(well)).toEqual([])
  })
})

describe('help where the word is', () => {
  test('each of the five has its meaning, in both languages', () => {
    expect(Object.keys(italian.iter.words)).toEqual([...words])
    expect(words).toEqual(expect.arrayContaining(['waiting', 'blocked', 'suspended', 'stopped', 'unavailable']))
    const names = words.map(word => italian.iter.words[word].name)
    expect(new Set(names).size).toBe(names.length)
  })
})
