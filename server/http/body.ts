import express from 'express'
import type { Request, RequestHandler, Response } from 'express'

import type { Contract } from '../api/contract.ts'
import { refuse } from './problem.ts'

const ordinary = express.json({ limit: '1mb' })
/** Attachments travel in base64: five of them at 5 MB, and a quarter more. */
const withFiles = express.json({ limit: '36mb' })

/** Reads the JSON of a request whose contract has one: once it is known who calls, and no more than they may send. */
export async function readBody(
  { body, files }: Pick<Contract, 'body' | 'files'>,
  request: Request,
  response: Response,
): Promise<void> {
  if (!body) return
  if (request.is('application/json') === false) refuse('unsupported-media-type', 'Serve application/json.')
  await run(files ? withFiles : ordinary, request, response)
}

function run(handler: RequestHandler, request: Request, response: Response): Promise<void> {
  return new Promise((resolve, reject) => {
    void handler(request, response, error => (error === undefined ? resolve() : reject(asError(error))))
  })
}

const asError = (error: unknown): Error =>
  error instanceof Error ? error : new Error('The body could not be read', { cause: error })
