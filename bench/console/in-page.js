// Runs in the browser's page: what a person sees is measured where it is seen, without the way to the program that measures.
/* global document, window, performance, requestAnimationFrame */

/** Resolves with the clock's reading in the frame that follows the moment in which `isThere` holds. */
const whenShown = (isThere, clock) =>
  new Promise(resolve => {
    const watcher = new MutationObserver(() => {
      if (!isThere()) return
      watcher.disconnect()
      requestAnimationFrame(() => setTimeout(() => resolve(clock())))
    })
    watcher.observe(document.body, { childList: true, subtree: true, characterData: true })
  })

window.iterBench = {
  /** Presses the n-th link and waits for the case's sentence; milliseconds. */
  openCase: async (selector, nth) => {
    const from = performance.now()
    const shown = whenShown(
      () => document.querySelector('main .sentence')?.textContent,
      () => performance.now() - from,
    )
    document.querySelectorAll(selector)[nth].click()
    return shown
  },
  /** Waits for a text in the page; the instant at which it stands there, in milliseconds. */
  seeText: text =>
    whenShown(
      () => document.querySelector('main')?.textContent?.includes(text),
      () => Date.now(),
    ),
}
