import type { z } from 'zod'
import type { Json } from '../../engine/json.ts'
import type { OperationContext } from './context.ts'
import type { Declaration } from './declaration.ts'
import { OperationError } from './operation-error.ts'

/** A declaration with what runs it; input and output are checked by the declaration's schemas. */
export interface Implementation {
  declaration: Declaration
  /** @throws OperationError */
  run(context: OperationContext, input: Json): Promise<Json>
}

export function implement<I extends z.ZodType, O extends z.ZodType>(
  declaration: Declaration<I, O>,
  run: (context: OperationContext, input: z.output<I>) => Promise<z.input<O>>,
): Implementation {
  return {
    declaration,
    async run(context, input) {
      const parsed = declaration.input.safeParse(input)
      if (!parsed.success) throw invalidInput(declaration, parsed.error)
      const output = declaration.output.safeParse(await run(context, parsed.data))
      if (!output.success) throw invalidOutput(declaration, output.error)
      // Members without a value vanish, as they do on their way through Temporal.
      const plain: Json = JSON.parse(JSON.stringify(output.data))
      return plain
    },
  }
}

/** The document holds something that the step cannot work with: a person corrects it and retries. Paths only, never values. */
function invalidInput(declaration: Declaration, error: z.ZodError): OperationError {
  const paths = pathsOf(error)
  return new OperationError({
    kind: 'defect',
    code: 'invalid-input',
    message: `I dati della pratica non bastano per «${declaration.label.it}»: correggere ${paths.join(', ')} e riprovare.`,
    detail: error.issues.map(issue => `${issue.path.join('.')}: ${issue.code}`).join('; '),
  })
}

function invalidOutput(declaration: Declaration, error: z.ZodError): OperationError {
  return new OperationError({
    kind: 'defect',
    code: 'invalid-output',
    message: "Errore interno di Iter in questo passo: segnalarlo all'assistenza con il dettaglio tecnico.",
    detail: `${declaration.name}: ${pathsOf(error).join(', ')}`,
  })
}

function pathsOf(error: z.ZodError): string[] {
  return [...new Set(error.issues.map(issue => issue.path.join('.') || 'i dati'))].slice(0, 5)
}
