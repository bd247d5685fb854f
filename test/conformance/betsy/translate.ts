import { escape } from '../../engine/support/bpmn.ts'

export const WAIT = 'betsy.wait'
export const THROW = 'betsy.throw'

/**
 * The suite's scripts are words that each engine under test translates for itself, and its conditions are Java: here scripts become FEEL
 * that appends to a list `trace`, or operations that wait or throw.
 */
export function translate(xml: string): string {
  return xml
    .replace('<bpmn2:definitions', '<bpmn2:definitions xmlns:iter="urn:iter:bpmn:1"')
    .replace('test.contains("a")>', 'test.contains("a")')
    .replace('${integerVariable}', 'integerVariable')
    .replace(/(!?)test\.contains\("(\w)"\)/g, (_, not: string, letter: string) =>
      not === '' ? `contains(test, "${letter}")` : `not(contains(test, "${letter}"))`,
    )
    .replace(
      /<bpmn2:scriptTask([^>]*)>((?:(?!<\/bpmn2:scriptTask>)[\s\S])*?)<bpmn2:script>([^<]*)<\/bpmn2:script>([\s\S]*?)<\/bpmn2:scriptTask>/g,
      translateTask,
    )
    .replace(
      /<bpmn2:globalScriptTask([^>]*)>([\s\S]*?)<bpmn2:script>([^<]*)<\/bpmn2:script>/g,
      (_, attributes: string, before: string, word: string) => {
        const { feel, target } = translateScript(word.trim())
        return `<bpmn2:globalScriptTask${attributes} iter:result="${target}" script="${escape(feel)}">${before}`
      },
    )
}

function translateTask(_: string, attributes: string, before: string, script: string, after: string): string {
  const word = script.trim()
  if (word === 'WAIT_TEN_SECONDS' || word.startsWith('CREATE_TIMESTAMP'))
    return `<bpmn2:serviceTask${attributes} iter:operation="${WAIT}">${before}${after}</bpmn2:serviceTask>`
  if (word === 'THROW_ERROR')
    return `<bpmn2:serviceTask${attributes} iter:operation="${THROW}">${before}${after}</bpmn2:serviceTask>`
  const { feel, target, outputs } = translateScript(word)
  const extension = outputs === undefined ? '' : `<bpmn2:extensionElements>${outputs}</bpmn2:extensionElements>`
  return `<bpmn2:scriptTask${attributes} iter:result="${target}">${extension}${before}<bpmn2:script>${escape(feel)}</bpmn2:script>${after}</bpmn2:scriptTask>`
}

function translateScript(word: string): { feel: string; target: string; outputs?: string } {
  switch (word) {
    case 'CREATE_LOG_FILE':
      return { feel: 'null', target: 'log' }
    case 'CREATE_MARKER_FILE':
      return { feel: 'append(trace, "MARKER_exists")', target: 'trace' }
    case 'INCREMENT_INTEGER_VARIABLE':
      return { feel: 'integerVariable + 1', target: 'integerVariable' }
    case 'INCREMENT_INTEGER_VARIABLE_AND_LOG':
      return {
        feel: 'integerVariable + 1',
        target: 'integerVariable',
        outputs: `<iter:output target="trace" value="${escape('append(trace, "INCREMENT")')}"/>`,
      }
    case 'SET_STRING_DATA':
      return { feel: '"String"', target: 'data' }
    case 'LOG_DATA':
      return { feel: 'if data = "String" then append(trace, "DATA_correct") else trace', target: 'trace' }
    default:
      return { feel: `append(trace, "${word}")`, target: 'trace' }
  }
}
