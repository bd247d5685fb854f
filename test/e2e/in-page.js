// Runs inside the browser's page, by `inPage` of a11y.ts: an object of what the tests ask of it.
globalThis.inPage = {
  /** Tab begins at the top of the page again. */
  begin() {
    document.activeElement?.blur?.()
    window.getSelection()?.removeAllRanges()
    window.scrollTo(0, 0)
  },

  /** Where the focus is; null when it has left the document. */
  focused() {
    const at = document.activeElement
    if (!at || at === document.body) return null
    at.dataset.walked ??= String(Math.random())
    const words = at.getAttribute('aria-label') ?? at.textContent?.trim().slice(0, 60) ?? ''
    const shows = element => {
      if (!element) return false
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element)
      return (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1) || boxShadow !== 'none'
    }
    // MUI draws the focus of a text field on its frame, that of a button as a mark inside it.
    const frame = at.closest('.MuiInputBase-root')?.querySelector('fieldset') ?? null
    const isMui = at.classList.contains('Mui-focusVisible') || at.closest('.Mui-focused') !== null
    const box = (at.closest('label') ?? at).getBoundingClientRect()
    const isInline = at.tagName === 'A' && getComputedStyle(at).display === 'inline'
    return {
      id: at.dataset.walked,
      name: `${at.getAttribute('role') ?? at.tagName.toLowerCase()} ${words}`,
      isSeen: shows(at) || shows(frame) || isMui,
      isSmall: !isInline && (Math.round(box.width) < 24 || Math.round(box.height) < 24),
    }
  },

  scrollsSideways() {
    const { scrollWidth, clientWidth } = document.documentElement
    return scrollWidth > clientWidth + 1
  },

  /** What moves by itself or slides: nothing may for who asks for less motion. */
  moving() {
    return [...document.querySelectorAll('*')]
      .filter(element => {
        const { animationName, transitionDuration, transitionProperty } = getComputedStyle(element)
        return animationName !== 'none' || (transitionProperty !== 'none' && !/^0s(, 0s)*$/.test(transitionDuration))
      })
      .map(element => element.outerHTML.slice(0, 120))
  },
}
