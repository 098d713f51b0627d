import type { SignInRefusal } from '#core/ports/sign-in.ts'

/**
 * The Proxy e-Santé as its published interface says (API Proxy e-Santé 1.0), and what it does not say. Everything that is
 * not certain of the wire is here, and nowhere else.
 */
export const proxyProfile = {
  connect: '/connect',
  disconnect: '/disconnect',
  cookie: 'proxy_session_id',
  /**
   * Published: 304, 400, 404, 500, 503. Unknown: how a refusal and an expiry are answered. 401, 403 and 408 are what the
   * interface’s own words for `/send` and HTTP itself suggest; a code in the body decides first.
   */
  outcomes: {
    304: 'already-open',
    400: 'request-refused',
    401: 'refused',
    403: 'refused',
    404: 'unknown-person',
    408: 'expired',
    410: 'expired',
    500: 'failed',
    502: 'failed',
    503: 'failed',
    504: 'failed',
  } satisfies Readonly<Record<number, SignInRefusal>> as Readonly<Record<number, SignInRefusal>>,
  /** Unknown whether a proxy passes them on: the errors of OpenID CIBA, in the `code` of the published error body. */
  codes: {
    access_denied: 'refused',
    expired_token: 'expired',
    unknown_user_id: 'unknown-person',
  } satisfies Readonly<Record<string, SignInRefusal>> as Readonly<Record<string, SignInRefusal>>,
  /**
   * Pro Santé Connect gives the person 120 seconds (seen in tests of the national agency, not promised); the proxy answers
   * when they have, or soon after the end.
   */
  answerMs: 150_000,
  identityMs: 15_000,
  disconnectMs: 5_000,
  /** A call to a service behind it: what clients in the field give the Assurance Maladie. */
  sendMs: 60_000,
  longestBytes: 256 * 1024,
} as const
