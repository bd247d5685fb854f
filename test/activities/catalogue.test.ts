import { catalogue, operationSpecs } from '../../activities/catalogue.ts'
import { implementations } from '../../activities/implementations.ts'
import { createVouchers } from '../../activities/anpr/vouchers.ts'

const implemented = implementations({ vouchers: createVouchers(Date.now) })

describe('the catalogue', () => {
  it('has an implementation for each operation and no other', () => {
    expect([...implemented.keys()].toSorted()).toEqual(catalogue.map(({ name }) => name).toSorted())
    for (const declaration of catalogue) expect(implemented.get(declaration.name)?.declaration).toBe(declaration)
  })

  it('names each operation once, after its system', () => {
    const names = catalogue.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    for (const name of names) expect(name).toMatch(/^[a-z]+\.[a-z][A-Za-z]+$/)
  })

  it('has an Italian and an English label for each', () => {
    for (const { label } of catalogue) expect([label.it, label.en].every(text => text.length > 3)).toBe(true)
  })

  it('is plain JSON for the compiler, the same each time', () => {
    const specs = operationSpecs()
    expect(JSON.parse(JSON.stringify(specs))).toEqual(specs)
    expect(operationSpecs()).toEqual(specs)
    for (const { input, output } of specs) {
      expect(input).toMatchObject({ type: 'object', additionalProperties: false })
      expect(output).toMatchObject({ type: 'object', additionalProperties: false })
    }
  })

  it('never lets a person record an identity by hand', () => {
    expect(catalogue.filter(one => one.platform === 'spid').map(one => one.recordable)).toEqual([false])
  })

  it('never runs locally what nobody can ask about afterwards', () => {
    const unaskable = catalogue.filter(({ repeat }) => repeat === 'person')
    expect(unaskable.map(({ dispatch }) => dispatch)).toEqual(unaskable.map(() => 'queued'))
    expect(unaskable.length).toBeGreaterThan(0)
  })
})
