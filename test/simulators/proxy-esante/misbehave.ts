import type { ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'

/** What the proxy does in place of what it should; `honest` by default. */
export interface Misbehaviour {
  /** The path it does it at; every path when absent. */
  readonly at?: string
  readonly kind:
    | 'honest'
    /** Answers with a status and nothing else. */
    | { readonly status: number }
    /** Answers with a body that is not what the interface says. */
    | { readonly garbage: string }
    /** Cuts the line in the middle of the body. */
    | 'cut'
    /** Sends more than anybody would read. */
    | 'flood'
    /** Says to ask elsewhere. */
    | { readonly redirect: string }
    /** Answers rightly, after so long in ms. */
    | { readonly delay: number }
    /** Never answers. */
    | 'silence'
}

/** Does it; true when nothing more is to be answered. */
export async function misbehave({ at, kind }: Misbehaviour, path: string, response: ServerResponse): Promise<boolean> {
  if (kind === 'honest' || (at !== undefined && at !== path)) return false
  if (kind === 'silence') return true
  if (kind === 'cut') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': 4096 })
    response.write('{"proxy_session_id":"')
    await wait(20)
    response.destroy()
    return true
  }
  if (kind === 'flood') {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.on('error', () => undefined)
    response.end(Buffer.alloc(4 * 1024 * 1024, 0x20))
    return true
  }
  if ('delay' in kind) {
    await wait(kind.delay)
    return false
  }
  if ('status' in kind) response.writeHead(kind.status).end()
  else if ('redirect' in kind) response.writeHead(302, { location: kind.redirect }).end()
  else response.writeHead(200, { 'content-type': 'application/json' }).end(kind.garbage)
  return true
}
