/** Words that explain: asked for where an act cannot be taken back, or rests on a person's word. */
export const EXPLAINED = 3

/** Does a reason have that many words? The same rule in the browser, before anything is sent, and on the server. */
export function hasWords(reason: string, least: number): boolean {
  return reason.trim().split(/\s+/).filter(Boolean).length >= least
}
