import { readFileSync } from 'node:fs'
import { feelText } from '../../server/intake/prepare-request.ts'
import { listErrors, withListNames } from '../../server/intake/town-lists.ts'
import { manifest } from '../../server/procedures/manifest.ts'

const canteen = manifest.parse(
  JSON.parse(readFileSync('workflows/procedures/canteen-enrolment/procedure.json', 'utf8')),
)
const lists = {
  schools: [{ code: 'CREE80101', name: 'Scuola primaria Marconi', classes: ['1A', '2B'] }],
  services: [{ code: 'cosap', name: 'Canone unico' }],
}

describe('a request names schools and classes of its town only', () => {
  it.each([
    ['school and class of the town', { code: 'CREE80101', class: '2B' }, []],
    ['another town’s school', { code: 'CREE80303', class: '2B' }, ['school.code']],
    ['a class that the school has not', { code: 'CREE80101', class: '5Z' }, ['school.class']],
    ['a class that is still to come', { code: 'CREE80101', class: null }, []],
  ])('%s', (_name, school, paths) => {
    expect(listErrors(canteen, { school }, lists).map(error => error.path)).toEqual(paths)
  })

  it('tells what may stand there', () => {
    const [error] = listErrors(canteen, { school: { code: 'X' } }, lists)
    expect(error?.message).toContain('CREE80101 (Scuola primaria Marconi)')
  })
})

it('people read a school by its name; the case keeps the code', () => {
  const document = { request: { school: { code: 'CREE80101', class: '2B' } } }
  const nameOf = (code: string) => lists.schools.find(one => one.code === code)?.name
  const named = withListNames(canteen, document, nameOf)
  expect(feelText(canteen.about ?? '', named)).toBe('classe 2B, Scuola primaria Marconi')
  expect(document.request.school.code).toBe('CREE80101')
})
