import { z } from 'zod'
import type { Declaration, Platform, Repeat } from './kernel/declaration.ts'
import { type RetryPolicy, retryPolicies } from './kernel/retry-policies.ts'
import { issueDeclaration } from './acts/declarations.ts'
import { parenthoodDeclaration, residenceDeclaration } from './anpr/declarations.ts'
import { canteenDeclarations } from './canteen/declarations.ts'
import { evaluateDeclaration } from './decision/declarations.ts'
import { sendMessageDeclaration } from './io/declarations.ts'
import { annulNoticeDeclaration, checkPositionDeclaration, createNoticeDeclaration } from './pagopa/declarations.ts'
import { protocolDeclaration } from './register/declarations.ts'
import { verifyEvidenceDeclaration } from './spid/declarations.ts'

/** What the compiler needs to know of an operation: schemas as JSON Schema, the retry policy spelled out. */
export interface CatalogueSpec {
  name: string
  platform: Platform
  dispatch: 'local-first' | 'queued'
  retry: RetryPolicy
  repeat: Repeat
  recordable: boolean
  timeoutSeconds: number
  input: z.core.JSONSchema.BaseSchema
  output: z.core.JSONSchema.BaseSchema
}

/** Every operation that a diagram may call. */
export const catalogue: readonly Declaration[] = [
  protocolDeclaration,
  issueDeclaration,
  verifyEvidenceDeclaration,
  parenthoodDeclaration,
  residenceDeclaration,
  evaluateDeclaration,
  createNoticeDeclaration,
  annulNoticeDeclaration,
  checkPositionDeclaration,
  sendMessageDeclaration,
  ...canteenDeclarations,
]

export function declarationOf(name: string): Declaration | undefined {
  return catalogue.find(declaration => declaration.name === name)
}

/** The catalogue for `compile`: plain JSON, the same on every machine, so that a plan's hash does not depend on where it was made. */
export function operationSpecs(): CatalogueSpec[] {
  return catalogue.map(declaration => ({
    name: declaration.name,
    platform: declaration.platform,
    dispatch: declaration.dispatch,
    retry: retryPolicies[declaration.retry],
    repeat: declaration.repeat,
    recordable: declaration.recordable,
    timeoutSeconds: declaration.timeoutSeconds,
    // `input`: what the diagram must give (defaults are optional there); `output`: what it gets.
    input: z.toJSONSchema(declaration.input, { io: 'input' }),
    output: z.toJSONSchema(declaration.output, { io: 'output' }),
  }))
}
