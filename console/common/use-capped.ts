import { useWords } from './use-words.ts'

/** Nobody works off more than that one by one: how many more is for the statistics. */
const most = 10_000

/** "312", "oltre 10.000". */
export const useCapped = () => {
  const { t, count } = useWords()
  return (value: number) => (value > most ? t('iter.list.over', { count: count(most) }) : count(value))
}
