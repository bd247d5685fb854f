/**
 * Runs `fn` with a signal that ends it after `milliseconds`, or as soon as one of `others` does; what it was about is cleared away when it is over.
 * Not `AbortSignal.any([AbortSignal.timeout(…)])`: nothing but the composed signal knows such a time-out, and in Node 20 the garbage collector takes it
 * before it fires, so that a call lasts as long as the other side likes (test/activities/deadline.test.ts).
 */
export async function withinTime<T>(
  milliseconds: number,
  others: readonly AbortSignal[],
  fn: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(new DOMException('The time is over', 'TimeoutError')), milliseconds)
  const ends = others.map(other => ({ other, end: () => controller.abort(other.reason) }))
  for (const { other, end } of ends) {
    if (other.aborted) end()
    else other.addEventListener('abort', end, { once: true })
  }
  try {
    return await fn(controller.signal)
  } finally {
    clearTimeout(timer)
    for (const { other, end } of ends) other.removeEventListener('abort', end)
  }
}
