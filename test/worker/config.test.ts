import { workerConfig } from '../../worker/config.ts'

const sound = {
  DATABASE_URL: 'postgres://iter_app@127.0.0.1/iter',
  TEMPORAL_ADDRESS: '127.0.0.1:7233',
  ITER_MASTER_KEY: Buffer.alloc(32).toString('base64'),
}

test('what is left out has the values of one machine', () => {
  expect(workerConfig(sound)).toMatchObject({
    TEMPORAL_NAMESPACE: 'default',
    ITER_REHEARSAL: false,
    HEAL_PER_SECOND: 20,
  })
})

test('the text "false" is false', () => {
  expect(workerConfig({ ...sound, ITER_REHEARSAL: 'false' }).ITER_REHEARSAL).toBe(false)
})

test.each([
  ['DATABASE_URL', undefined],
  ['DATABASE_URL', 'mysql://'],
  ['TEMPORAL_ADDRESS', ''],
  ['ITER_MASTER_KEY', 'short'],
  ['ITER_MASTER_KEY', Buffer.alloc(16).toString('base64')],
  ['HEAL_PER_SECOND', '0'],
])('%s=%s is refused by its name', (name, value) => {
  expect(() => workerConfig({ ...sound, [name]: value })).toThrow(name)
})
