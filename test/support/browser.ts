/** The tests' way to a browser: the one that the sandbox's own scripts use. */
export { hasBrowser, openBrowser } from '../../sandbox/browser.ts'
