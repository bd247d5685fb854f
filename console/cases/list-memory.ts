const place = 'iter:last-list'

/** Notes which case was opened, in the address that Back returns to; and the address, for the link on the case's page. */
export const rememberRow = (id: string): void => {
  const { pathname, search } = window.location
  const address = new URLSearchParams(search)
  address.set('row', id)
  // Not by the router: this entry of the history stays as it is, only its address says more.
  window.history.replaceState(window.history.state, '', `${pathname}?${address}`)
  sessionStorage.setItem(place, `${pathname}?${address}`)
}

/** The list from which the case was opened, as it was; the list of all when it was opened otherwise. */
export const lastList = (): string => sessionStorage.getItem(place) ?? '/cases'
