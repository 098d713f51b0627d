import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'

/** The cable of one computer: what it sends goes through a proxy that the test can cut. */
export interface Cable {
  /** What its browser is told to use, `http://127.0.0.1:41234`. */
  readonly proxy: string
  /** What the host answers no longer comes; what is sent still leaves. */
  holdAnswers(): void
  /** Nothing passes either way, and nobody is told: neither end closes. */
  cut(): void
  /** Everything passes again. What was held on former connections comes late, after the new ones. */
  mend(): void
  close(): Promise<void>
}

interface Connection {
  readonly near: Socket
  readonly far: Socket
}

/** Long enough for a page to have its new line before the host hears from the former. */
const lateMs = 1_500

/** Carries the connections of one computer to `host:port`, and to nowhere else. */
export async function layCable(destination: { readonly hostname: string; readonly port: number }): Promise<Cable> {
  let passes: 'all' | 'sent' | 'nothing' = 'all'
  const connections = new Set<Connection>()
  /** Asked for while nothing passed: a computer without network gets no answer, not a refusal. */
  const waiting = new Set<() => void>()
  const sockets = new Set<Socket>()
  const hold = (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {
      // It ended: `close` says the rest.
    })
  }

  const apply = ({ near, far }: Connection) => {
    if (passes === 'nothing') near.pause()
    else near.resume()
    if (passes === 'all') far.resume()
    else far.pause()
  }
  const carry = (near: Socket) => {
    const far = connect({ host: destination.hostname, port: destination.port })
    const connection = { near, far }
    far.once('connect', () => {
      near.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      connections.add(connection)
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        from.on('data', (bytes) => to.write(bytes))
        from.on('end', () => to.end())
        from.on('close', () => {
          if (passes === 'all') to.destroy()
        })
      }
      apply(connection)
    })
    hold(far)
    far.on('close', () => {
      connections.delete(connection)
      if (passes === 'all') near.destroy()
    })
  }
  const server = createServer((_request, response) => response.writeHead(405).end())
  server.on('connect', ({ url }: IncomingMessage, socket) => {
    const near = socket as Socket
    hold(near)
    if (url !== `${destination.hostname}:${destination.port}`) near.destroy()
    else if (passes === 'nothing') waiting.add(() => carry(near))
    else carry(near)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    proxy: `http://127.0.0.1:${port}`,
    holdAnswers() {
      passes = 'sent'
      for (const connection of connections) apply(connection)
    },
    cut() {
      passes = 'nothing'
      for (const connection of connections) apply(connection)
    },
    mend() {
      passes = 'all'
      const former = [...connections]
      for (const begin of waiting) begin()
      waiting.clear()
      setTimeout(() => {
        for (const connection of former) {
          apply(connection)
          if (connection.near.destroyed) connection.far.destroy()
          if (connection.far.destroyed) connection.near.destroy()
        }
      }, lateMs)
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
