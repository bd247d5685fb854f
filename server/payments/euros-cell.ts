/** Cents as a spreadsheet in Italy reads a number: `-1234,56`, without points. */
export function eurosCell(cents: number | null): string {
  if (cents === null) return ''
  const [whole, rest] = [Math.floor(Math.abs(cents) / 100), Math.abs(cents) % 100]
  return `${cents < 0 ? '-' : ''}${whole},${String(rest).padStart(2, '0')}`
}
