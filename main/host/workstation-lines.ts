import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'
import type { PageEnd, WorkstationEnd } from '#main/workstation/over-channel.ts'
import { Bucket } from './limits.ts'
import { refuseUpgrade } from './seat-lines.ts'

/** The workstation of this computer, as a host hands pages' lines to it. */
export interface PageWorkstation {
  attach(page: PageEnd): WorkstationEnd
}

/** Pages of this computer at once. */
const mostLines = 32
/** The largest thing a page asks of a card is a digest; what comes the other way is not limited. */
const largestFrame = 64 * 1024
const framesPerSecond = 100
const frameBurst = 400
/** Bytes of answers a page may leave unread. */
const mostUnread = 8 * 1024 * 1024
/** How often a page is asked whether it is still there, in ms: a code it entered must not outlive it. */
const heartbeatMs = 10_000

/** Whether an address is that of the readers. */
export function isWorkstationPath(url: string | undefined): boolean {
  return (url ?? '').split('?', 1)[0] === '/workstation'
}

/**
 * Lines between pages of this computer and its workstation. The host carries their frames and reads none: whom a page belongs
 * to was seen before it comes here.
 */
export class WorkstationLines {
  readonly #workstation: PageWorkstation
  readonly #sockets = new WebSocketServer({
    noServer: true,
    maxPayload: largestFrame,
    perMessageDeflate: false,
    clientTracking: true,
  })

  constructor(workstation: PageWorkstation) {
    this.#workstation = workstation
  }

  /** Takes a request for a line, or refuses it with a status of HTTP. */
  take(request: IncomingMessage, raw: Duplex, head: Buffer): void {
    raw.on('error', leaveToClosing)
    if (this.#sockets.clients.size >= mostLines) return refuseUpgrade(raw, '503 Service Unavailable')
    this.#sockets.handleUpgrade(request, raw, head, (socket) => this.#serve(socket))
  }

  /** Says to every page that the host goes away. */
  sayGoodbye(): void {
    for (const socket of this.#sockets.clients) socket.close(1001)
  }

  #serve(socket: WebSocket): void {
    socket.on('error', leaveToClosing)
    const line = this.#workstation.attach({
      send: (frame) => {
        if (socket.bufferedAmount > mostUnread) socket.terminate()
        else socket.send(frame as string | Uint8Array)
      },
      close: () => socket.close(1012),
    })
    const bucket = new Bucket(framesPerSecond, frameBurst, performance.now())
    socket.on('message', (data: RawData, isBinary: boolean) => {
      // A page that asks so often is no page of ours.
      if (bucket.take(performance.now()) > 0) return socket.terminate()
      line.hear(isBinary ? bytesOf(data) : bytesOf(data).toString('utf8'))
    })
    let isThere = true
    socket.on('pong', () => {
      isThere = true
    })
    const beat = setInterval(() => {
      if (!isThere) return socket.terminate()
      isThere = false
      socket.ping()
    }, heartbeatMs)
    beat.unref()
    socket.once('close', () => {
      clearInterval(beat)
      line.cut()
    })
  }
}

/** `ws` gives bytes for text too, in one piece or several. */
function bytesOf(data: RawData): Buffer {
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as ArrayBuffer)
}

function leaveToClosing(): void {}
