import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'

jest.setTimeout(180_000)

/** The checks that a contributor runs by hand, so that nobody can forget them. */
describe('the code', () => {
  it.each([
    ['has sound types (Node)', 'typescript/bin/tsc', ['--noEmit', '-p', 'tsconfig.json']],
    ['has sound types (browser)', 'typescript/bin/tsc', ['--noEmit', '-p', 'tsconfig.console.json']],
    ['keeps the linter’s rules', 'oxlint/bin/oxlint', ['--type-aware']],
    ['is formatted', 'prettier/bin/prettier.cjs', ['--check', '--log-level', 'warn', '.']],
  ])('%s', (_name, program, args) => {
    const root = resolve(__dirname, '..')
    const done = spawnSync(process.execPath, [resolve(root, 'node_modules', program), ...args], {
      cwd: root,
      encoding: 'utf8',
    })
    expect(done.status === 0 ? '' : `${done.stdout}${done.stderr}`).toBe('')
  })
})
