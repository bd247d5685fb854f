import type { JsonObject } from '../../json.ts'
import { isObject } from '../../machine/data.ts'

const TEXT = { type: 'string' }
const REFERENCE = { type: ['string', 'null'] }

/**
 * The document that a case begins with: who it is, the request as its schema says, references to what is kept elsewhere.
 * `declared` is a schema of its own for data that come from elsewhere (a parent case, a restored state): its properties are added.
 */
export function documentSchema(request: JsonObject, declared: JsonObject = {}): JsonObject {
  const { properties } = declared
  const facts = {
    id: TEXT,
    number: TEXT,
    municipality: TEXT,
    channel: TEXT,
    receivedAt: { type: 'string', format: 'date-time' },
  }
  return {
    type: 'object',
    additionalProperties: declared['additionalProperties'] === true,
    required: ['case', 'request', 'refs'],
    properties: {
      case: { type: 'object', additionalProperties: false, properties: facts, required: Object.keys(facts) },
      request,
      refs: { type: 'object', additionalProperties: REFERENCE },
      ...(isObject(properties) ? properties : {}),
    },
  }
}
