import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { readFile } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { documentNonce, pageEntry, pageHeaders, pageWithNonce, requestedFile } from '#main/wire/page.ts'
import { inUrl, plainAddress } from './addresses.ts'

/** The names a browser of this computer may know the host by. */
export const loopbackNames: readonly string[] = ['localhost', '127.0.0.1', '[::1]']

/**
 * Whether a request was meant for this host: its `Host` must be one of `names`, or the very address it came by, with the
 * port it came by. A page of another site that makes its own name resolve to this computer (DNS rebinding) is stopped
 * here: it can choose where a name leads, not what its visitor's browser calls the place.
 */
export function isForUs(request: IncomingMessage, names: readonly string[]): boolean {
  const { localAddress, localPort } = request.socket
  const asked = (request.headers.host ?? '').toLowerCase()
  return [...names, inUrl(plainAddress(localAddress))].some((name) => asked === `${name}:${localPort}`)
}

/** Whether a web socket was opened by a page this host served: the page's origin is the address it was asked at. */
export function isFromOurPage(request: IncomingMessage, names: readonly string[]): boolean {
  const { origin, host } = request.headers
  return isForUs(request, names) && origin === `https://${(host ?? '').toLowerCase()}`
}

/** Whether an address is that of the operations. */
export function isLinePath(url: string | undefined): boolean {
  return (url ?? '').split('?', 1)[0] === '/rpc'
}

/** Answers one request with a file of the built renderer, or refuses it. Never lists, never follows a way out. */
export async function servePage(
  request: IncomingMessage,
  response: ServerResponse,
  pages: string,
  names: readonly string[],
): Promise<void> {
  if (!isForUs(request, names)) return refuse(response, 421)
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405, { Allow: 'GET, HEAD' })
  const asked = request.url ?? '/'
  // Only the path of a plain address: a proxy's absolute form has no business here.
  const name = asked.startsWith('/') ? requestedFile(asked.split('?', 1)[0] ?? '/') : null
  if (name === null) return refuse(response, 404)
  const file = join(pages, name)
  if (!file.startsWith(pages + sep)) return refuse(response, 404)
  let bytes: Buffer
  try {
    bytes = await readFile(file)
  } catch {
    return refuse(response, 404)
  }
  const nonce = name === pageEntry ? documentNonce() : null
  const body = nonce === null ? bytes : Buffer.from(pageWithNonce(bytes.toString('utf8'), nonce))
  response.writeHead(200, { ...pageHeaders(name, nonce), 'Content-Length': body.length })
  response.end(request.method === 'HEAD' ? undefined : body)
}

/** Refuses a request without a word of why. */
export function refuse(
  response: ServerResponse,
  status: 400 | 403 | 404 | 405 | 409 | 413 | 415 | 421 | 429 | 500,
  headers: OutgoingHttpHeaders = {},
): void {
  response.writeHead(status, { ...pageHeaders('refused.json', null), 'Cache-Control': 'no-store', ...headers })
  response.end()
}

/** Answers with one small JSON document. */
export function answer(response: ServerResponse, document: unknown): void {
  const body = Buffer.from(`${JSON.stringify(document)}\n`)
  response.writeHead(200, { ...pageHeaders('answer.json', null), 'Content-Length': body.length })
  response.end(body)
}

/** The largest document anybody posts: a public key, a name, a few proofs. */
const largestDocument = 8 * 1024

/** The JSON document of a request, or `null` after having refused it. */
export async function documentOf(request: IncomingMessage, response: ServerResponse): Promise<unknown> {
  // A form of another site can post text, never this type, without asking first.
  if (request.headers['content-type']?.split(';', 1)[0]?.trim() !== 'application/json') return refused(response, 415)
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of request as AsyncIterable<Buffer>) {
    size += piece.length
    if (size > largestDocument) return refused(response, 413)
    pieces.push(piece)
  }
  try {
    return JSON.parse(Buffer.concat(pieces).toString('utf8')) as unknown
  } catch {
    return refused(response, 400)
  }
}

function refused(response: ServerResponse, status: 400 | 413 | 415): null {
  refuse(response, status, { Connection: 'close' })
  return null
}
