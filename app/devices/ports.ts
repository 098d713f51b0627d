/**
 * How a page of the Electron shell gets its three lines, as plain messages of its own window.
 *
 * The page draws a nonce and posts `{ type: portRequest, nonce }` to its own window; the preload passes it on, and comes
 * back with one `{ type: portDelivery, nonce, kind }` per line, the `MessagePort` being the only transferred object.
 * When the core was restarted, a new `core` line arrives under the same nonce, unasked. A page whose line closed asks
 * again under the same nonce, when it wants: it is given another `core` line, and no second `seat` line. A `workstation`
 * line comes again, unasked too, each time the workstation was restarted. The `core` line goes to
 * this computer's core or to a host of the network, as the window was told: the page sees no difference.
 * A page that is not served by the shell (`location.protocol` is not `app:`) never asks: it opens a web socket.
 */
export const portRequest = 'cabinet:port-request'

/** See {@link portRequest}. */
export const portDelivery = 'cabinet:port-delivery'

/**
 * The line to the cabinet's operations (`app/contract.ts`), the line to the seat (`app/devices/contract.ts`), and the line to
 * the readers and cards of this computer (`app/devices/workstation.ts`).
 */
export type PortKind = 'core' | 'seat' | 'workstation'

const portKinds: readonly unknown[] = ['core', 'seat', 'workstation'] satisfies PortKind[]

/** What a page posts to its own window to be given its lines. */
export interface PortRequest {
  readonly type: typeof portRequest
  readonly nonce: string
}

/** What a page receives, with one `MessagePort` in `event.ports[0]`, already usable after `port.start()`. */
export interface PortDelivery {
  readonly type: typeof portDelivery
  readonly nonce: string
  readonly kind: PortKind
}

/** Whether a message of the window is a request for lines; anything else is left alone. */
export function isPortRequest(message: unknown): message is PortRequest {
  return hasType(message, portRequest) && typeof message.nonce === 'string' && /^[\w-]{16,64}$/.test(message.nonce)
}

/** Whether a message of the window delivers a line asked for under `nonce`. */
export function isPortDelivery(message: unknown, nonce: string): message is PortDelivery {
  return hasType(message, portDelivery) && message.nonce === nonce && portKinds.includes(message.kind)
}

function hasType(message: unknown, type: string): message is Readonly<Record<string, unknown>> {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === type
}
