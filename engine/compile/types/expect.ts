import type { Ast } from '../../feel/ast.ts'
import { Findings } from './findings.ts'
import { misfits } from './fits.ts'
import { typeOf, expectTruth } from './infer.ts'
import type { Names } from './infer.ts'
import { objectOf, present } from './type.ts'
import type { Type } from './type.ts'

/**
 * Checks that an expression yields what is wanted. Goes into the branches of a choice and into the entries of an object, so that each
 * fault has its own place.
 */
export function expectType(ast: Ast, wanted: Type, names: Names, findings: Findings): void {
  if (ast.kind === 'if') {
    expectTruth(ast.test, typeOf(ast.test, names, findings), findings)
    // What one branch lacks another may give: nothing is certain of a branch that is null.
    for (const branch of [ast.yes, ast.no]) if (branch.kind !== 'null') expectType(branch, wanted, names, findings)
    return
  }
  if (ast.kind === 'context' && wanted.object) return expectObject(ast, wanted, names, findings)
  const isBroken = ast.kind === 'number' && wanted.number?.whole === true && /[.eE]/.test(ast.text)
  if (isBroken) findings.error(ast, 'serve un numero intero', 'a whole number is needed')
  for (const { message } of misfits(typeOf(ast, names, findings), wanted)) findings.error(ast, message.it, message.en)
}

function expectObject(ast: Extract<Ast, { kind: 'context' }>, wanted: Type, names: Names, findings: Findings): void {
  const fields = new Map<string, Type>()
  const inner: Names = { object: { fields, rest: null, required: [] }, outer: names }
  for (const { key, value } of ast.entries) {
    const place = wanted.object?.fields.get(key) ?? wanted.object?.rest
    fields.set(key, typeOf(value, inner, new Findings(new Map())))
    if (place) expectType(value, place, inner, findings)
    else {
      typeOf(value, inner, findings)
      findings.error(value, `«${key}» non è previsto`, `"${key}" is not foreseen`)
    }
  }
  const shape = objectOf([...fields].map(([key]) => [key, { any: true }]))
  for (const { message, path } of misfits(present(shape), wanted))
    if (!fields.has(path)) findings.error(ast, message.it, message.en)
}
