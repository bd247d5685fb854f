import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const folder = '@fontsource/titillium-web/files/titillium-web'

export type Weight = 'regular' | 'bold'

const files = {
  'regular-latin': `${folder}-latin-400-normal.woff`,
  'regular-latin-ext': `${folder}-latin-ext-400-normal.woff`,
  'bold-latin': `${folder}-latin-700-normal.woff`,
  'bold-latin-ext': `${folder}-latin-ext-700-normal.woff`,
} as const

export type FontName = keyof typeof files
export const fontNames: readonly FontName[] = ['regular-latin', 'regular-latin-ext', 'bold-latin', 'bold-latin-ext']

export function fontBytes(name: FontName): Buffer {
  return readFileSync(require.resolve(files[name]))
}

export interface Run {
  font: FontName
  text: string
}

/** Splits a text into runs by the file that has its letters: names from elsewhere (č, ł, ș) live in the extended one. */
export function runsOf(text: string, weight: Weight): Run[] {
  const runs: Run[] = []
  for (const character of text.normalize('NFC')) {
    const font: FontName = `${weight}-${isLatin(character) ? 'latin' : 'latin-ext'}`
    const last = runs.at(-1)
    if (last?.font === font) last.text += character
    else runs.push({ font, text: character })
  }
  return runs
}

/** The ranges of the font package's `latin` subset. */
function isLatin(character: string): boolean {
  const code = character.codePointAt(0) ?? 0
  return (
    code <= 0xff || (code >= 0x2000 && code <= 0x206f) || [0x131, 0x152, 0x153, 0x20ac, 0x2122, 0x2212].includes(code)
  )
}
