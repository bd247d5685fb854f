import { addDays } from '../../engine/terms/civil.ts'
import { startOfDay } from '../../engine/terms/instants.ts'

const names = ['action', 'actor', 'number'] as const
const day = /^\d{4}-\d\d-\d\d$/

/** Days in the address, in Rome, are whole days to the server: from the first instant of one to the last of the other. */
export const auditFilters = (address: URLSearchParams): URLSearchParams => {
  const query = new URLSearchParams()
  for (const name of names) {
    const value = address.get(name)
    if (value) query.set(name, value)
  }
  const [from, to] = [address.get('from') ?? '', address.get('to') ?? '']
  if (day.test(from)) query.set('from', startOfDay(from))
  if (day.test(to)) query.set('to', new Date(Date.parse(startOfDay(addDays(to, 1))) - 1).toISOString())
  return query
}

export const auditQuery = (address: URLSearchParams, town: string): string => {
  const query = auditFilters(address)
  const cursor = address.get('cursor')
  if (town) query.set('municipality', town)
  if (cursor) query.set('cursor', cursor)
  query.set('limit', '50')
  return query.toString()
}
