import { createServer, type Server } from 'node:https'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { Core } from '#core/index.ts'
import { knownSeat, serveOverWebSocket } from '#main/wire/index.ts'
import { hostCertificates } from './certificates.ts'
import { isFromOurPage, servePage } from './requests.ts'

/** What a host serves, and where. */
export interface HostConfig {
  readonly core: Core
  /** Folder of the built renderer. */
  readonly pages: string
  /** Where the host keeps its authority and its keys. */
  readonly certificatesFolder: string
  /** 0 takes any free port. */
  readonly port: number
  /** What other users of the cabinet see of a browser on this computer. */
  readonly seatName: string
}

/** A host that answers. */
export interface Host {
  /** `https://localhost:PORT/`. */
  readonly address: string
  readonly port: number
  /** SHA-256 of its certificate, as a browser shows it. */
  readonly fingerprint: string
  readonly authorityFile: string
  /** Stops answering and cuts the lines; the core is the caller's to end. */
  close(): Promise<void>
}

/** The largest frame accepted: what an import of patients may weigh, with its accents. */
const largestFrameBytes = 64 * 1024 * 1024
const mostSeats = 64
/** Seats, and the files of a few pages being loaded. */
const mostConnections = 256

/**
 * Serves the screens and the operations over one TLS port of the loopback interface.
 *
 * Throws Node's own `EADDRINUSE` when the port is taken.
 */
export async function startHost(config: HostConfig): Promise<Host> {
  const certificates = await hostCertificates(config.certificatesFolder)
  const servers: Server[] = []
  const sockets = new WebSocketServer({ noServer: true, maxPayload: largestFrameBytes, perMessageDeflate: false })
  let port = config.port

  const listen = async (address: string) => {
    const server = createServer({
      key: certificates.key,
      cert: certificates.chain,
      minVersion: 'TLSv1.3',
      ALPNProtocols: ['http/1.1'],
      headersTimeout: 10_000,
      requestTimeout: 20_000,
      maxHeaderSize: 16 * 1024,
      handshakeTimeout: 10_000,
      connectionsCheckingInterval: 5_000,
    })
    server.maxConnections = mostConnections
    server.on('request', (request, response) => {
      servePage(request, response, config.pages, port).catch(() => response.destroy())
    })
    server.on('upgrade', (request, socket: Duplex, head: Buffer) => {
      socket.on('error', leaveToClosing)
      const path = (request.url ?? '').split('?', 1)[0]
      if (path !== '/rpc' || !isFromOurPage(request, port)) return refuseUpgrade(socket, '403 Forbidden')
      if (sockets.clients.size >= mostSeats) return refuseUpgrade(socket, '503 Service Unavailable')
      sockets.handleUpgrade(request, socket, head, (line) => {
        // A frame that breaks the rules, or a line that breaks: the socket closes itself, and only its seat ends.
        line.on('error', leaveToClosing)
        serveOverWebSocket(config.core, line, knownSeat({ kind: 'browser', name: config.seatName }))
      })
    })
    server.listen({ port, host: address, exclusive: true })
    await once(server, 'listening')
    servers.push(server)
    port = (server.address() as AddressInfo).port
  }

  await listen('127.0.0.1')
  // `localhost` may mean either address; a computer without IPv6 does with one.
  await listen('::1').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRNOTAVAIL' && error.code !== 'EAFNOSUPPORT') throw error
  })

  return {
    address: `https://localhost:${port}/`,
    port,
    fingerprint: certificates.fingerprint,
    authorityFile: certificates.authorityFile,
    async close() {
      for (const line of sockets.clients) line.close(1001)
      const ended = servers.map((server) => {
        const closed = once(server, 'close')
        server.close()
        return closed
      })
      // A browser that does not answer the closing handshake must not keep the file open.
      setTimeout(() => {
        for (const line of sockets.clients) line.terminate()
        for (const server of servers) server.closeAllConnections()
      }, 500).unref()
      for (const server of servers) server.closeIdleConnections()
      await Promise.all(ended)
    },
  }
}

function refuseUpgrade(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

function leaveToClosing(): void {}
