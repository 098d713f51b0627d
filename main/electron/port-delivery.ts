import { ipcMain, MessageChannelMain, type MessagePortMain, type WebContents } from 'electron'
import { isPortRequest, type PortKind, portDelivery, portRequest } from '#app/devices/ports.ts'
import { isAppPage } from './app-scheme.ts'

/** Gives each page its lines, and a new one to the core, or to the workstation, when that was restarted. */
export interface PortDelivery {
  /** Gives every page that had a line of this kind another one. */
  renew(kind: Exclude<PortKind, 'seat'>): void
}

/**
 * Answers the pages' requests for lines: only the main frame of a page of ours, one line to its seat and one to its
 * workstation, and one to the core each time it asks.
 *
 * `give` receives the main process's end of each channel; it never reads from the core's, nor from the workstation's.
 */
export function deliverPorts(
  give: (kind: PortKind, contents: WebContents, port: MessagePortMain) => void,
): PortDelivery {
  const nonces = new Map<WebContents, string>()

  const send = (contents: WebContents, nonce: string, kind: PortKind) => {
    const { port1, port2 } = new MessageChannelMain()
    give(kind, contents, port1)
    contents.mainFrame.postMessage(portDelivery, { type: portDelivery, nonce, kind }, [port2])
  }

  ipcMain.on(portRequest, (event, nonce: unknown) => {
    const frame = event.senderFrame
    if (frame === null || frame !== event.sender.mainFrame || !isAppPage(frame.url)) return
    const request = { type: portRequest, nonce }
    if (!isPortRequest(request)) return
    if (!nonces.has(event.sender)) event.sender.once('destroyed', () => nonces.delete(event.sender))
    const isKnown = nonces.get(event.sender) === request.nonce
    nonces.set(event.sender, request.nonce)
    send(event.sender, request.nonce, 'core')
    if (isKnown) return
    // The same page asks for another line to the core: its seat has not moved.
    send(event.sender, request.nonce, 'seat')
    send(event.sender, request.nonce, 'workstation')
  })

  return {
    renew(kind) {
      for (const [contents, nonce] of nonces) {
        if (!contents.isDestroyed() && isAppPage(contents.mainFrame.url)) send(contents, nonce, kind)
      }
    },
  }
}
