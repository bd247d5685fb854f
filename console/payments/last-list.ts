const place = (list: string) => `iter:last-${list}`

/** Notes which row was opened, in the address that Back returns to; and the address, for the link on the row's own page. */
export const rememberIn = (list: string, id: string): void => {
  const { pathname, search } = window.location
  const address = new URLSearchParams(search)
  address.set('row', id)
  // Not by the router: this entry of the history stays as it is, only its address says more.
  window.history.replaceState(window.history.state, '', `${pathname}?${address}`)
  sessionStorage.setItem(place(list), `${pathname}?${address}`)
}

/** The list from which one came, as it was. */
export const lastOf = (list: string): string => sessionStorage.getItem(place(list)) ?? `/${list}`
