import { refuse } from './problem.ts'

/**
 * Refuses text that no table can hold: NUL, which PostgreSQL does not store, and halves of surrogate pairs, which are no UTF-8 and have
 * no canonical form for the register; and what is nested too deeply. Walks without recursion: a body may be as deep as its size allows.
 */
export function requireWellFormed(value: unknown): void {
  const faults = illFormed(value)
  if (faults.length > 0) {
    refuse(
      'invalid',
      undefined,
      faults.map(path => ({ path, message: 'Contiene caratteri che non sono testo, o troppi livelli.' })),
    )
  }
}

const mostFaults = 20
/** No request of ours is nested like this, and whoever reads it by recursion should come back. */
const deepest = 64

/** Paths of the ill-formed texts, names of members included. */
export function illFormed(value: unknown): string[] {
  const faults: string[] = []
  const left: { path: string; depth: number; value: unknown }[] = [{ path: '', depth: 0, value }]
  for (let one = left.pop(); one !== undefined && faults.length < mostFaults; one = left.pop()) {
    const { path, depth, value: here } = one
    if (typeof here === 'string') {
      if (!isWellFormed(here)) faults.push(path)
    } else if (typeof here === 'object' && here !== null) {
      if (depth === deepest) {
        faults.push(path)
        continue
      }
      for (const [name, value] of Object.entries(here)) {
        if (!isName(name)) faults.push(path)
        else left.push({ path: path === '' ? name : `${path}.${name}`.slice(0, 500), depth: depth + 1, value })
      }
    }
  }
  return faults
}

/** `__proto__` is no name of ours, and a trap for whoever copies it. */
const isName = (name: string): boolean => name !== '__proto__' && isWellFormed(name)

const isWellFormed = (text: string): boolean => !text.includes('\0') && !/\p{Surrogate}/u.test(text)
