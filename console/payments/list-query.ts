/** These names of the address, and the town that is switched on. */
export const picking =
  (...names: string[]) =>
  (address: URLSearchParams, town: string): URLSearchParams => {
    const query = new URLSearchParams(town ? { municipality: town } : {})
    for (const name of names) {
      const value = address.get(name)
      if (value) query.set(name, value)
    }
    return query
  }

/** The file of what is on screen. */
export const fileOf = (path: string, query: URLSearchParams, language: string): string => {
  const whole = new URLSearchParams(query)
  whole.set('language', language)
  return `/api/v1${path}?${whole}`
}
