/** Our own words in a diagram, as a moddle package: whatever prefix a file gives to the namespace, they are read as `iter:`. */
export const DIALECT = {
  name: 'Iter',
  prefix: 'iter',
  uri: 'urn:iter:bpmn:1',
  xml: { tagAlias: 'lowerCase' },
  types: [
    { name: 'Input', superClass: ['Element'], properties: attributes('name', 'value') },
    { name: 'Output', superClass: ['Element'], properties: attributes('target', 'value') },
    {
      name: 'Clock',
      superClass: ['Element'],
      properties: attributes('term', 'action', 'cause', 'delayDays', 'maxTimes', 'maxDays'),
    },
    {
      name: 'Term',
      superClass: ['Element'],
      properties: attributes(
        'key',
        'name',
        'days',
        'unit',
        'law',
        'maxSuspensions',
        'maxSuspensionDays',
        'resumeDelayDays',
        'validFrom',
        'validTo',
      ),
    },
    {
      name: 'Attributes',
      extends: ['bpmn:BaseElement'],
      properties: attributes(
        'iter:operation',
        'iter:decision',
        'iter:scope',
        'iter:form',
        'iter:office',
        'iter:role',
        'iter:confidential',
        'iter:due',
        'iter:result',
        'iter:term',
        'iter:outcome',
        'iter:milestone',
        'iter:key',
        'iter:idle',
        'iter:unlimited',
        'iter:separate',
        'iter:collection',
        'iter:item',
        'iter:results',
      ),
    },
  ],
}

function attributes(...names: string[]) {
  return names.map(name => ({ name, isAttr: true, type: 'String' }))
}
