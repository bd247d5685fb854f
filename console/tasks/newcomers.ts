interface Row {
  id: string
}

/**
 * A list that somebody reads keeps still: rows that would push the others down are held back until they are asked for. What comes after
 * the last known row moves nothing and is shown.
 */
export const withoutNewcomers = <R extends Row>(rows: R[], known: ReadonlySet<string>) => {
  const last = rows.findLastIndex(row => known.has(row.id))
  const isNew = (row: R, at: number) => at < last && !known.has(row.id)
  return { shown: rows.filter((row, at) => !isNew(row, at)), held: rows.filter(isNew).length }
}

/** The one below, else the one above, else none. */
export const nextAfter = (rows: Row[], id: string | null) => {
  const at = rows.findIndex(row => row.id === id)
  return (rows[at + 1] ?? rows[at - 1])?.id ?? null
}
