import { answered } from '../../console/common/answered.ts'

describe('an answer', () => {
  test.each([[null], [{ items: [] }], [{ data: { savedAt: 'x' } }], [{ savedAt: 'x', data: {} }]])(
    '%j is one',
    answer => {
      expect(answered(answer)).toBe(answer)
    },
  )

  test('what react-admin puts in its place when the session has ended is none', () => {
    expect(() => answered({ data: {} })).toThrow(expect.objectContaining({ status: 401 }))
  })
})
