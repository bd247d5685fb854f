import { z } from 'zod'

/** Faults of a request in a clerk's words; what has none here is told by zod's own Italian. Call once, when the process begins. */
export function useItalianMessages(): void {
  z.config({ ...z.locales.it(), customError: messageOf })
}

function messageOf(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined || issue.input === null ? 'Manca.' : undefined
    case 'too_small':
      return issue.origin === 'string' && issue.minimum === 1 ? 'Manca.' : undefined
    case 'unrecognized_keys':
      return `Campo non previsto: ${issue.keys.join(', ')}.`
    case 'invalid_format':
      return issue.format === 'regex' ? 'Il formato non è quello richiesto.' : undefined
    case 'invalid_value':
      return `Valore non previsto: ammessi ${issue.values.map(String).join(', ')}.`
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
    case 'not_multiple_of':
    case 'too_big':
    case 'custom':
      return undefined
  }
}
