import { join } from 'node:path'
import express from 'express'
import { createPages } from '../page/routes.ts'
import { createAnpr } from './anpr/routes.ts'
import { createControl } from './control.ts'
import { credentialsOf, type Credentials } from './credentials.ts'
import { createFaults, type Faults } from './faults.ts'
import { createIo } from './io/routes.ts'
import { openMailbox } from './io/mailbox.ts'
import { openKeys, writePrivate, type Keys } from './keys.ts'
import { openLedger } from './ledger.ts'
import { createBook } from './pagopa/book.ts'
import { callbacksOf } from './pagopa/callbacks.ts'
import { createPusher } from './pagopa/push.ts'
import { createPagopa } from './pagopa/routes.ts'
import { openShelf } from './pagopa/shelf.ts'
import { createRegister } from './register.ts'
import { addFdr } from './psp/fdr-routes.ts'
import { openPayouts } from './psp/payouts.ts'
import { createApp, listen, type Listening } from './service.ts'
import { createSpid } from './spid/routes.ts'
import { readStaff, type StaffMember } from './staff/members.ts'
import type { ConsoleClient } from './staff/provider.ts'

const listeners = ['control', 'staff', 'io', 'pagopa', 'anpr', 'spid', 'register'] as const

/** One listener of the sandbox: `control` is its own page and API, the others are platforms. */
export type Platform = (typeof listeners)[number]

export interface PlatformOptions {
  /** Ports by listener; any free one where absent or 0. */
  ports?: Partial<Record<Platform, number>>
  /** Where everything is remembered. */
  dataDir: string
  /** Beside those of staff.json in the data folder. */
  staff?: StaffMember[]
  /** The console that signs its staff in here; no sign-in provider without it. */
  console?: ConsoleClient
  /** The unit of the waits between tries to push a receipt. */
  pushSlotSeconds?: number
  /** The platforms' clock, for what happens to a position by the passing of time. */
  now?: () => Date
}

export interface Platforms {
  urls: Record<Platform, string>
  credentials: Credentials
  close: () => Promise<void>
}

/** Starts every platform on the loopback address. A port in use rejects with EADDRINUSE and leaves nothing running. */
export async function startPlatforms(options: PlatformOptions): Promise<Platforms> {
  const now = options.now ?? ((): Date => new Date())
  const at = (name: string): string => join(options.dataDir, name)
  const keys = openKeys(options.dataDir, now)
  const closing = new AbortController()
  const witness = { ledger: openLedger(at('ledger.jsonl'), now), faults: createFaults(), closing: closing.signal }
  const mailbox = openMailbox(at('io.jsonl'), now)
  const shelf = openShelf(at('pagopa.jsonl'))
  const book = createBook(shelf, now)
  const callbacks = callbacksOf(shelf, at('callbacks.json'))
  const pusher = createPusher(shelf, callbacks, options.pushSlotSeconds ?? 2, witness)
  const payouts = openPayouts(at('payouts.jsonl'), now)
  const pagopa = createPagopa(book, witness, now)
  addFdr(pagopa, payouts)
  const staff = (): StaffMember[] => [...(options.staff ?? []), ...readStaff(at('staff.json'))]
  const apps = {
    control: createApp(),
    staff: express(),
    io: createIo(mailbox, witness).app,
    pagopa: pagopa.app,
    anpr: createAnpr(at('anpr.jsonl'), keys, witness, now).app,
    spid: createSpid(keys, witness, now).app,
    register: createRegister(at('register.jsonl'), witness, now).app,
  }
  const running = await listenAll(apps, options.ports ?? {})
  const urls = running.urls
  const credentials = credentialsOf(keys, urls)
  writePrivate(at('credentials.json'), credentials)
  if (options.console)
    await startStaff(apps.staff, urls.staff, options.console, { keys, staff, faults: witness.faults })
  const room = { witness, mailbox, book, shelf, pusher, payouts, keys, credentials, now, dataDir: options.dataDir }
  createControl(apps.control, room)
  createPages(apps.control, { ...room, signIn: { SPID: `${urls.spid}/spid/sso`, CIE: `${urls.spid}/cie/sso` } })
  pusher.resume()
  return {
    urls,
    credentials,
    close: async () => {
      closing.abort()
      await running.close()
      await pusher.settled()
    },
  }
}

interface StaffDesk {
  keys: Keys
  staff: () => StaffMember[]
  faults: Faults
}

/** Loaded only when it is wanted: the provider is by far the largest part of the sandbox. */
async function startStaff(app: express.Express, issuer: string, client: ConsoleClient, desk: StaffDesk): Promise<void> {
  const [{ createProvider }, { mountStaff }] = await Promise.all([
    import('./staff/provider.ts'),
    import('./staff/routes.ts'),
  ])
  mountStaff(app, createProvider(issuer, client, desk.keys, desk.staff), desk.staff, desk.faults)
}

async function listenAll(
  apps: Record<Platform, express.Express>,
  ports: Partial<Record<Platform, number>>,
): Promise<{ urls: Record<Platform, string>; close: () => Promise<void> }> {
  const started = await Promise.allSettled(listeners.map(name => listen(apps[name], ports[name] ?? 0)))
  const open = started.flatMap(one => (one.status === 'fulfilled' ? [one.value] : []))
  const close = async (): Promise<void> => void (await Promise.all(open.map(one => one.close())))
  const failed = started.find(one => one.status === 'rejected')
  if (failed) {
    await close()
    throw failed.reason
  }
  const [control, staff, io, pagopa, anpr, spid, register] = open.map((one: Listening) => one.url)
  return { urls: urlsOf({ control, staff, io, pagopa, anpr, spid, register }), close }
}

function urlsOf(urls: Record<Platform, string | undefined>): Record<Platform, string> {
  const sure = (name: Platform): string => urls[name] ?? ''
  return {
    control: sure('control'),
    staff: sure('staff'),
    io: sure('io'),
    pagopa: sure('pagopa'),
    anpr: sure('anpr'),
    spid: sure('spid'),
    register: sure('register'),
  }
}
