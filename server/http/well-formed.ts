import { refuse } from './problem.ts'

/**
 * Refuses text that no table can hold: NUL, which PostgreSQL does not store, and halves of surrogate pairs, which are no UTF-8 and have
 * no canonical form for the register. Walks without recursion: a body may be nested as deeply as its size allows.
 */
export function requireWellFormed(value: unknown): void {
  const faults = illFormed(value)
  if (faults.length > 0) {
    refuse(
      'invalid',
      undefined,
      faults.map(path => ({ path, message: 'Contiene caratteri che non sono testo.' })),
    )
  }
}

const mostFaults = 20

/** Paths of the ill-formed texts, names of members included. */
export function illFormed(value: unknown): string[] {
  const faults: string[] = []
  const left: { path: string; value: unknown }[] = [{ path: '', value }]
  for (let one = left.pop(); one !== undefined && faults.length < mostFaults; one = left.pop()) {
    const { path, value: here } = one
    if (typeof here === 'string') {
      if (!isWellFormed(here)) faults.push(path)
    } else if (typeof here === 'object' && here !== null) {
      for (const [name, below] of Object.entries(here)) {
        if (isWellFormed(name)) left.push({ path: path === '' ? name : `${path}.${name}`.slice(0, 500), value: below })
        else faults.push(path)
      }
    }
  }
  return faults
}

const isWellFormed = (text: string): boolean => !text.includes('\0') && !/\p{Surrogate}/u.test(text)
