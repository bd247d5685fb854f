import { listBuiltins } from './builtins-list.ts'
import { numberBuiltins } from './builtins-number.ts'
import { textBuiltins } from './builtins-text.ts'
import { timeBuiltins } from './builtins-time.ts'
import type { Value } from './value.ts'
import { entry, isContext, truthOf } from './value.ts'

/** What an expression may ask of the world: the time, and nothing else. */
export interface Clock {
  now: string | null
  today: string | null
}

/** A built-in function. Arguments of the wrong kind give null, as FEEL has it. */
export interface Builtin {
  /** Names of the parameters; `?` at the end marks an optional one. */
  params: string[]
  /** The last parameter may be repeated. */
  variadic?: boolean
  run: (args: Value[], clock: Clock) => Value
}

export type Builtins = { [name: string]: Builtin }

const logicBuiltins: Builtins = {
  not: { params: ['negand'], run: ([value]) => negated(truthOf(value ?? null)) },
  'is defined': { params: ['value'], run: ([value]) => value !== undefined && value !== null },
  'get value': { params: ['m', 'key'], run: ([context, key]) => valueAt(context, key) },
  'get entries': {
    params: ['m'],
    run: ([context]) =>
      isContext(context) ? Object.entries(context).map(([key, value]) => ({ key, value: value ?? null })) : null,
  },
}

/** Every function that an expression may call, by name. */
export const builtins: Builtins = {
  ...logicBuiltins,
  ...textBuiltins,
  ...numberBuiltins,
  ...listBuiltins,
  ...timeBuiltins,
}

function negated(truth: boolean | null): boolean | null {
  return truth === null ? null : !truth
}

/** `key` may be a name or a list of names, a path. */
function valueAt(context: Value | undefined, key: Value | undefined): Value {
  const path = Array.isArray(key) ? key : [key]
  let value: Value = context ?? null
  for (const step of path) {
    if (!isContext(value) || typeof step !== 'string') return null
    value = entry(value, step) ?? null
  }
  return value
}
