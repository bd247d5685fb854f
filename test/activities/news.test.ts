import { drizzle } from 'drizzle-orm/node-postgres'
import { createNews } from '../../activities/kernel/news.ts'

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
