/** A flow's id begins with its day and is long: its end tells it apart, as in "…BPPIITRRXXX-0033". */
export const shortFlow = (flowId: string): string => flowId.replace(/^\d{4}-\d\d-\d\d(?=.{4})/, '…')
