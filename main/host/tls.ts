import type { ServerOptions } from 'node:https'

/** TLS 1.3 only, and nothing slow nor large before a request is understood. */
export const strictly = {
  minVersion: 'TLSv1.3',
  ALPNProtocols: ['http/1.1'],
  maxHeaderSize: 16 * 1024,
  keepAliveTimeout: 5_000,
} as const satisfies ServerOptions
