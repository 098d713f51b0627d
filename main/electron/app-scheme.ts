import { protocol, type Session } from 'electron'
import { readFile } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { documentNonce, pageEntry, pageHeaders, pageWithNonce, requestedFile } from '#main/wire/page.ts'

/** Where the page lives. The scheme is our own, standard and secure, so that no page is ever a `file:`. */
export const appOrigin = 'app://cabinet'

/**
 * An empty page of another origin, shown while one page makes room for the next: since a process holds pages of one
 * origin only, the former page's process ends.
 */
export const blankPage = 'app://blank/'

/** Declares the scheme. Must run before Electron is ready, in the same turn as the program's first lines. */
export function declareAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: 'app',
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true, corsEnabled: false },
    },
  ])
}

/**
 * Serves the built renderer under `app://cabinet/` in one session; whatever is not a file of it is refused. `notices` are
 * pages of the shell itself, by path, given the nonce of their styles: they must show even when the renderer cannot.
 */
export function serveAppScheme(
  session: Session,
  folder: string,
  notices: Readonly<Record<string, (nonce: string) => string>>,
): void {
  session.protocol.handle('app', async (request) => {
    const url = new URL(request.url)
    if (request.url === blankPage) return new Response('', { headers: pageHeaders('blank.html', null) })
    if (url.host !== 'cabinet' || request.method !== 'GET') return refused(403)
    const notice = Object.hasOwn(notices, url.pathname) ? notices[url.pathname] : undefined
    if (notice !== undefined) {
      const nonce = documentNonce()
      return new Response(notice(nonce), { headers: pageHeaders(pageEntry, nonce) })
    }
    const name = requestedFile(url.pathname)
    if (name === null) return refused(404)
    const file = join(folder, name)
    if (!file.startsWith(folder + sep)) return refused(404)
    try {
      const bytes = await readFile(file)
      if (name !== pageEntry) return new Response(new Uint8Array(bytes), { headers: pageHeaders(name, null) })
      const nonce = documentNonce()
      return new Response(pageWithNonce(bytes.toString('utf8'), nonce), { headers: pageHeaders(name, nonce) })
    } catch {
      return refused(404)
    }
  })
}

/** Whether an address is a page of ours: by its parsed origin, for equality. */
export function isAppPage(address: string): boolean {
  try {
    const url = new URL(address)
    return url.protocol === 'app:' && url.host === 'cabinet'
  } catch {
    return false
  }
}

function refused(status: 403 | 404): Response {
  return new Response(null, { status })
}
