/** A day of every year as Italians write it, "21/09", from and to the API's "09-21"; null when it is none. */
export const toMonthDay = (text: string): string | null => {
  const [, day = '', month = ''] = /^\s*(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*$/.exec(text) ?? []
  // A leap year, so that 29 February is a day.
  const date = new Date(Date.UTC(2028, Number(month) - 1, Number(day)))
  const isDay = day !== '' && date.getUTCDate() === Number(day) && date.getUTCMonth() === Number(month) - 1
  return isDay ? `${month.padStart(2, '0')}-${day.padStart(2, '0')}` : null
}

export const fromMonthDay = (day: string): string => day.slice(-5).split('-').toReversed().join('/')

/** Whether a closure comes back every year. */
export const isYearly = (day: string): boolean => day.length === 5
