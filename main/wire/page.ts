import { randomBytes } from 'node:crypto'

/** What the built page holds where the nonce of each document goes. */
export const noncePlaceholder = '__CSP_NONCE__'

/** The page's entry, inside the folder of the built renderer. */
export const pageEntry = 'index.html'

/** One document's worth of chance: 128 bits, drawn again for each document served. */
export function documentNonce(): string {
  return randomBytes(16).toString('base64url')
}

/**
 * What a page of the cabinet may load: its own scripts, styles, fonts and pictures, its own line to the core, and nothing
 * else. Inline styles need the document's nonce (Mantine writes its variables in one); inline scripts never run.
 */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/**
 * What a thread may do that draws PDF, or looks for a DataMatrix: nothing but run what it was loaded with, and programs that
 * the page hands it, compiled to WebAssembly. It asks nothing of any network, ours neither, and evaluates no text.
 */
const pictureThreadPolicy = "default-src 'none'; script-src 'wasm-unsafe-eval'; frame-ancestors 'none'"
const pictureThread = /^assets\/(?:pdf\.worker[\w.-]*\.mjs|mark-thread-[\w-]+\.js)$/

/** The headers of everything served beside the page, and of the page itself when `nonce` is given. */
export function pageHeaders(file: string, nonce: string | null): Record<string, string> {
  const type = contentTypes[file.slice(file.lastIndexOf('.') + 1).toLowerCase()] ?? 'application/octet-stream'
  return {
    'Content-Type': type,
    'Content-Security-Policy':
      nonce === null
        ? pictureThread.test(file)
          ? pictureThreadPolicy
          : "default-src 'none'; frame-ancestors 'none'"
        : contentSecurityPolicy(nonce),
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy':
      'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=(), bluetooth=(), payment=()',
    // Built files carry a digest in their name; the page itself is asked again each time, for its nonce.
    'Cache-Control': nonce === null && file.startsWith('assets/') ? 'private, max-age=31536000, immutable' : 'no-store',
  }
}

/**
 * The file of the built renderer that a request asks for, as a relative path of plain segments; `null` when the path is
 * not one. A path without an extension is a screen's address and gets the page.
 *
 * Refuses anything that could leave the folder or mean another file on some system: `..`, backslash, colon, NUL, encoded
 * or not, hidden files. The caller checks once more that the file is inside.
 */
export function requestedFile(pathname: string): string | null {
  let decoded: string
  try {
    decoded = decodeURIComponent(pathname)
  } catch {
    return null
  }
  if (!decoded.startsWith('/')) return null
  const segments = decoded.slice(1).split('/')
  if (segments.length === 1 && segments[0] === '') return pageEntry
  if (!segments.every((segment) => /^[\p{L}\p{N}_~@ -][\p{L}\p{N}_~@ .-]*$/u.test(segment))) return null
  const last = segments.at(-1) ?? ''
  return last.includes('.') ? segments.join('/') : pageEntry
}

/** The page with this document's nonce in it. */
export function pageWithNonce(page: string, nonce: string): string {
  return page.replaceAll(noncePlaceholder, nonce)
}

const contentTypes: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  mjs: 'text/javascript; charset=utf-8',
  wasm: 'application/wasm',
  css: 'text/css; charset=utf-8',
  json: 'application/json; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  ico: 'image/x-icon',
  woff2: 'font/woff2',
}
