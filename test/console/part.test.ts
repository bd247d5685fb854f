import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { isDear } from '../../console/cases/ahead.ts'
import { part } from '../../console/common/part.tsx'

const Sentence = ({ text }: { text: string }) => createElement('p', null, text)

test('a part whose file is here is drawn at once, without its placeholder', async () => {
  const Part = part(() => Promise.resolve(Sentence))
  const drawn = () => renderToStaticMarkup(createElement(Part, { text: 'Concluso' }))
  expect(drawn()).toContain('role="status"')
  await Part.ahead()
  expect(drawn()).toBe('<p>Concluso</p>')
})

test('a file that did not come is asked for again', async () => {
  let asked = 0
  const Part = part(async () => {
    asked += 1
    if (asked === 1) throw new TypeError('Failed to fetch dynamically imported module')
    return Sentence
  })
  await expect(Part.ahead()).rejects.toThrow('Failed to fetch')
  await Part.ahead()
  expect(renderToStaticMarkup(createElement(Part, { text: 'Concluso' }))).toBe('<p>Concluso</p>')
})

test.each([
  [{}, false],
  [{ connection: { effectiveType: '4g', saveData: false } }, false],
  [{ connection: { effectiveType: '3g', saveData: false } }, true],
  [{ connection: { effectiveType: '4g', saveData: true } }, true],
])('a line that is slow or saved is spared: %j %s', (browser, dear) => {
  expect(isDear(browser)).toBe(dear)
})
