import { existsSync, readFileSync } from 'node:fs'

// docs/security.md answers every requirement of OWASP ASVS 5.0, levels 1 and 2: by a test that is there, or by a reason.

/** Section -> the level of each of its requirements, in their order; 345 in all, 70 of level 1, 183 of level 2. */
const levels: Record<string, string> = {
  'V1.1': '22',
  'V1.2': '1111122223',
  'V1.3': '112222222223',
  'V1.4': '222',
  'V1.5': '123',
  'V2.1': '122',
  'V2.2': '112',
  'V2.3': '12223',
  'V2.4': '23',
  'V3.1': '3',
  'V3.2': '113',
  'V3.3': '12223',
  'V3.4': '11222233',
  'V3.5': '11122333',
  'V3.6': '3',
  'V3.7': '22333',
  'V4.1': '12233',
  'V4.2': '23333',
  'V4.3': '22',
  'V4.4': '1222',
  'V5.1': '2',
  'V5.2': '112333',
  'V5.3': '113',
  'V5.4': '222',
  'V6.1': '122',
  'V6.2': '111111112222',
  'V6.3': '11223333',
  'V6.4': '112233',
  'V6.5': '22222333',
  'V6.6': '2223',
  'V6.7': '33',
  'V6.8': '2222',
  'V7.1': '222',
  'V7.2': '1111',
  'V7.3': '22',
  'V7.4': '11222',
  'V7.5': '223',
  'V7.6': '22',
  'V8.1': '1233',
  'V8.2': '1123',
  'V8.3': '133',
  'V8.4': '23',
  'V9.1': '111',
  'V9.2': '1222',
  'V10.1': '22',
  'V10.2': '223',
  'V10.3': '22223',
  'V10.4': '1111122222233333',
  'V10.5': '22222',
  'V10.6': '22',
  'V10.7': '222',
  'V11.1': '2233',
  'V11.2': '22233',
  'V11.3': '11233',
  'V11.4': '1222',
  'V11.5': '23',
  'V11.6': '23',
  'V11.7': '33',
  'V12.1': '12233',
  'V12.2': '11',
  'V12.3': '22223',
  'V13.1': '2333',
  'V13.2': '222223',
  'V13.3': '2233',
  'V13.4': '1222233',
  'V14.1': '22',
  'V14.2': '12223333',
  'V14.3': '122',
  'V15.1': '12233',
  'V15.2': '12233',
  'V15.3': '1222222',
  'V15.4': '3333',
  'V16.1': '2',
  'V16.2': '22222',
  'V16.3': '2222',
  'V16.4': '222',
  'V16.5': '2223',
  'V17.1': '23',
  'V17.2': '22223333',
  'V17.3': '22',
}

const asked = Object.entries(levels).flatMap(([section, all]) =>
  all.split('').map((level, index) => ({ id: `${section}.${index + 1}`, level })),
)

const page = readFileSync('docs/security.md', 'utf8')
const rows = [...page.matchAll(/^\| (V\d+\.\d+\.\d+) *\| (\d) +\| (.+?) *\| (.+?) *\|$/gm)].map(
  ([, id, level, subject, how]) => ({ id: id!, level: level!, subject: subject!, how: how! }),
)

const named = rows.flatMap(({ id, how }) =>
  [...how.matchAll(/`(test\/[^`]+)` ((?:“[^”]+”(?:; )?)+|“[^”]+”)/g)].flatMap(([, file, names]) =>
    [...names!.matchAll(/“([^”]+)”/g)].map(([, name]) => ({ id, file: file!, name: name! })),
  ),
)

it('knows the standard whole', () => {
  const count = (level: string) => asked.filter(one => one.level === level).length
  expect([asked.length, count('1'), count('2'), count('3')]).toEqual([345, 70, 183, 92])
})

it('answers every requirement of levels 1 and 2 once, and no other', () => {
  const wanted = asked.filter(one => one.level !== '3').map(one => `${one.id} ${one.level}`)
  expect(rows.map(one => `${one.id} ${one.level}`)).toEqual(wanted)
})

it('answers by a test, by how it is made, by why it does not apply, or by what is missing', () => {
  const kinds = /^(test: `test\/|by design: \S|does not apply: \S|not met: \S)/
  expect(rows.filter(one => !kinds.test(one.how)).map(one => one.id)).toEqual([])
})

it('names tests that are there, by their file and their name', () => {
  expect(named.length).toBeGreaterThan(90)
  const missing = named.filter(
    ({ file, name }) => !existsSync(file) || !readFileSync(file, 'utf8').includes(`'${name}'`),
  )
  expect(missing).toEqual([])
  // None is overlooked for being written another way.
  expect(
    rows.filter(one => one.how.startsWith('test:') && !named.some(two => two.id === one.id)).map(one => one.id),
  ).toEqual([])
})

it('counts what it says', () => {
  const kindOf = (how: string) => (how.includes('not met:') ? 'not met' : how.split(':')[0])
  const count = (kind: string) => rows.filter(one => kindOf(one.how) === kind).length
  expect(page).toContain(
    `${count('test')} by a test, ${count('by design')} by how it is made, ${count('does not apply')} do not apply,`,
  )
  expect(page).toContain(`${count('not met')} are not met or in part`)
})
