import type { JsonObject } from '../../engine/json.ts'
import { createDraftKeeper, type Draft, type Stash } from '../../console/tasks/draft-keeper.ts'

/** The server's draft and this tab's storage; `fails` makes the next saves fail with that status. */
const aDesk = (server: Draft, kept: Draft | null = null) => {
  const desk = { server, kept, saves: 0, fails: [] as number[] }
  const stash: Stash = {
    get: () => desk.kept,
    set: draft => (desk.kept = draft),
    drop: () => (desk.kept = null),
  }
  const save = async (values: JsonObject, basedOn: string | null) => {
    desk.saves += 1
    const status = desk.fails.shift()
    if (status !== undefined) throw Object.assign(new Error('no'), { status })
    if (basedOn !== desk.server.savedAt) throw Object.assign(new Error('no'), { status: 409 })
    desk.server = { values, savedAt: `2026-11-22T10:4${desk.saves}:00.000Z` }
    return { savedAt: desk.server.savedAt ?? '' }
  }
  const keeper = createDraftKeeper(server, { stash, save, read: async () => desk.server })
  return { desk, keeper }
}

const none: Draft = { values: {}, savedAt: null }
const pass = (milliseconds: number) => jest.advanceTimersByTimeAsync(milliseconds)

beforeEach(() => {
  jest.useFakeTimers()
})
afterEach(() => {
  jest.useRealTimers()
})

describe('a draft', () => {
  test('is kept in the tab at every key, and saved once when the keys rest', async () => {
    const { desk, keeper } = aDesk(none)
    keeper.type('note', 'a')
    keeper.type('note', 'ab')
    expect([desk.kept?.values, desk.saves]).toEqual([{ note: 'ab' }, 0])
    await pass(1200)
    expect([desk.server.values, desk.saves, desk.kept]).toEqual([{ note: 'ab' }, 1, null])
    expect(keeper.state()).toMatchObject({ unsaved: 'no', savedAt: desk.server.savedAt })
  })

  test('what is typed while a save travels is saved after it, based on it', async () => {
    const { desk, keeper } = aDesk(none)
    keeper.type('note', 'a')
    const saving = pass(1200)
    keeper.flush()
    keeper.type('note', 'ab')
    await saving
    await pass(3000)
    expect([desk.server.values, keeper.state().other]).toEqual([{ note: 'ab' }, null])
  })

  test('typed while nobody was signed in is found again, and saved', async () => {
    const first = aDesk(none)
    first.desk.fails = [401]
    first.keeper.type('note', 'lost?')
    await pass(1200)
    expect(first.keeper.state().unsaved).toBe('kept')
    const { desk, keeper } = aDesk(none, first.desk.kept)
    expect(keeper.state().values).toEqual({ note: 'lost?' })
    await pass(0)
    expect([desk.server.values, desk.kept]).toEqual([{ note: 'lost?' }, null])
  })

  test('that the server could not take for now is tried again', async () => {
    const { desk, keeper } = aDesk(none)
    desk.fails = [0, 503]
    keeper.type('note', 'a')
    await pass(1200)
    expect(keeper.state().unsaved).toBe('kept')
    await pass(10_000)
    expect([desk.server.values, keeper.state().unsaved]).toEqual([{ note: 'a' }, 'no'])
  })

  test('is saved when the form closes before the keys have rested', async () => {
    const { desk, keeper } = aDesk(none)
    keeper.type('note', 'a')
    keeper.flush()
    await pass(0)
    expect(desk.server.values).toEqual({ note: 'a' })
  })

  test('that was sent for good is kept nowhere', async () => {
    const { desk, keeper } = aDesk(none)
    keeper.type('note', 'a')
    keeper.forget()
    await pass(5000)
    expect([desk.saves, desk.kept]).toEqual([0, null])
  })
})

describe('two browsers', () => {
  const mine: Draft = { values: { note: 'mine' }, savedAt: '2026-11-22T10:00:00.000Z' }
  const other: Draft = { values: { note: 'other' }, savedAt: '2026-11-22T10:30:00.000Z' }

  const inConflict = async () => {
    const { desk, keeper } = aDesk(mine)
    desk.server = other
    keeper.type('note', 'mine, longer')
    await pass(1200)
    return { desk, keeper }
  }

  test('never write over each other unseen', async () => {
    const { desk, keeper } = await inConflict()
    expect(desk.server).toEqual(other)
    expect(keeper.state()).toMatchObject({ other, values: { note: 'mine, longer' } })
  })

  test('the person keeps mine', async () => {
    const { desk, keeper } = await inConflict()
    keeper.choose('mine')
    await pass(1200)
    expect([desk.server.values, keeper.state().other]).toEqual([{ note: 'mine, longer' }, null])
  })

  test('or takes the other', async () => {
    const { desk, keeper } = await inConflict()
    keeper.choose('other')
    await pass(1200)
    expect([keeper.state().values, desk.server, desk.kept]).toEqual([{ note: 'other' }, other, null])
  })

  test('a newer draft is taken over where nothing is typed, an older answer is passed over', () => {
    const { keeper } = aDesk(mine)
    keeper.see(other)
    expect(keeper.state().values).toEqual({ note: 'other' })
    keeper.see(mine)
    expect(keeper.state().values).toEqual({ note: 'other' })
  })

  test('and offered where something is', () => {
    const { keeper } = aDesk(mine)
    keeper.type('note', 'x')
    keeper.see(other)
    expect(keeper.state()).toMatchObject({ values: { note: 'x' }, other })
  })
})
