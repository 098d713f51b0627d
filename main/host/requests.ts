import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { readFile } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { documentNonce, pageEntry, pageHeaders, pageWithNonce, requestedFile } from '#main/wire/page.ts'

/** The names a browser of this computer may know the host by, with its port. */
function ownNames(port: number): readonly string[] {
  return [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`]
}

/**
 * Whether a request was meant for this host: its `Host` must be one of our own names. A page of another site that makes
 * its own name resolve to this computer (DNS rebinding) is stopped here.
 */
function isForUs(request: IncomingMessage, port: number): boolean {
  return ownNames(port).includes((request.headers.host ?? '').toLowerCase())
}

/** Whether a web socket was opened by a page this host served: the page's origin is the address it was asked at. */
export function isFromOurPage(request: IncomingMessage, port: number): boolean {
  const { origin, host } = request.headers
  return isForUs(request, port) && origin === `https://${(host ?? '').toLowerCase()}`
}

/** Answers one request with a file of the built renderer, or refuses it. Never lists, never follows a way out. */
export async function servePage(
  request: IncomingMessage,
  response: ServerResponse,
  pages: string,
  port: number,
): Promise<void> {
  if (!isForUs(request, port)) return refuse(response, 421)
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

function refuse(response: ServerResponse, status: 404 | 405 | 421, headers: OutgoingHttpHeaders = {}): void {
  response.writeHead(status, { ...pageHeaders('refused.json', null), 'Cache-Control': 'no-store', ...headers })
  response.end()
}
