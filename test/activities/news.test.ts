import { drizzle } from 'drizzle-orm/node-postgres'
import { createLateNews, createNews } from '../../activities/kernel/news.ts'

/** Never asked: what counts is which transaction it is told in. */
const tx = drizzle.mock()

function aStep({ fails = 0 } = {}) {
  const journal: string[] = []
  let left = fails
  const news = createNews(
    async fn => {
      journal.push('begin')
      const value = await fn(tx)
      journal.push('commit')
      return value
    },
    async () => {
      journal.push('told')
      left -= 1
      if (left >= 0) throw new Error('the database is away')
    },
  )
  return { journal, news }
}

test('an intent’s transaction tells along, once', async () => {
  const { journal, news } = aStep()
  await expect(news.along(async () => 'opened')).resolves.toBe('opened')
  await news.along(async () => null)
  await news.tell()
  expect(journal).toEqual(['begin', 'told', 'commit', 'begin', 'commit'])
})

test('a step that opens no intent has it told by itself', async () => {
  const { journal, news } = aStep()
  await news.tell()
  expect(journal).toEqual(['begin', 'told', 'commit'])
})

test('what was rolled back is told again, and a second failure is the news’ own', async () => {
  const once = aStep({ fails: 1 })
  await expect(once.news.along(async () => null)).rejects.toThrow('away')
  await once.news.tell()
  expect(once.journal).toEqual(['begin', 'told', 'begin', 'told', 'commit'])
  const twice = aStep({ fails: 2 })
  await expect(twice.news.along(async () => null)).rejects.toThrow('away')
  await expect(twice.news.tell()).rejects.toThrow('away')
})

test('with nothing to tell no transaction is opened for it', async () => {
  const journal: string[] = []
  const news = createNews(async fn => (journal.push('begin'), fn(tx)), null)
  await news.tell()
  await expect(news.along(async () => 1)).resolves.toBe(1)
  expect(journal).toEqual(['begin'])
})

describe('news that may wait', () => {
  const late = (step: ReturnType<typeof aStep>, patienceMs: number) =>
    createLateNews(step.news, async fn => (step.journal.push('own'), fn(tx)), patienceMs)

  test('is left to a later step by one that is over before', async () => {
    const step = aStep()
    const { news, end } = late(step, 60_000)
    await news.along(async () => 'opened')
    await news.tell()
    await expect(end()).resolves.toBe(false)
    expect(step.journal).toEqual(['own'])
  })

  test('is told while a step lasts, once', async () => {
    const step = aStep()
    const { end } = late(step, 1)
    while (step.journal.length < 3) await new Promise(resolve => setTimeout(resolve, 5))
    await expect(end()).resolves.toBe(true)
    await expect(end()).resolves.toBe(true)
    expect(step.journal).toEqual(['begin', 'told', 'commit'])
  })

  test('that could not be told is not said to have been', async () => {
    const step = aStep({ fails: 1 })
    const { end } = late(step, 1)
    while (step.journal.length < 2) await new Promise(resolve => setTimeout(resolve, 5))
    await expect(end()).resolves.toBe(false)
  })
})
