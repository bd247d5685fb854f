import type { Response } from 'express'
import type { ControlRoom } from '../platforms/control.ts'

export interface PageRoom extends ControlRoom {
  /** Where the identity provider signs people in, by method. */
  signIn: Record<'SPID' | 'CIE', string>
}

/** Answers with a page. */
export function show(response: Response, html: string, status = 200): void {
  response.status(status).set('cache-control', 'no-store').type('html').send(html)
}
