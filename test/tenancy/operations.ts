import type { Contract } from '../../server/api/contract.ts'
import { operations } from '../../server/api/operations.ts'

export function operationOf(id: string): Contract {
  const found = operations.find(one => one.id === id)
  if (!found) throw new Error(`No operation is called ${id}`)
  return found
}
