/** A difference in words that say its direction, with the sign that is as wide as a plus: "+0,50 €", "−0,01 €". */
export const signed = (cents: number, euro: (cents: number) => string): string =>
  (cents > 0 ? `+${euro(cents)}` : euro(cents)).replace('-', '−')
