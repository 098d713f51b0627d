import type { AddressInfo } from 'node:net'
import { WebSocket, WebSocketServer } from 'ws'
import { type LineEnd, type SeatGreeting, socketLine } from '#app/kernel/lines.ts'
import type { AnyOperation, InputOf, Reply } from '#app/kernel/operation.ts'
import { callOver } from '#app/kernel/reply.ts'
import type { Core } from '#core/index.ts'
import { type Admission, contractDigest, knownSeat, type SeatLine, serveOverWebSocket } from '#main/wire/index.ts'

/** A web socket server on a free port of the loopback, each socket admitted as it is told. */
export interface SocketDoor extends AsyncDisposable {
  readonly port: number
  /** Lines served, oldest first. */
  readonly lines: SeatLine[]
  readonly sockets: WebSocket[]
}

/** Opens a door to a core. */
export async function openDoor(
  core: Core,
  admission: Admission = knownSeat({ kind: 'test', name: 'Accueil' }),
): Promise<SocketDoor> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  const lines: SeatLine[] = []
  const sockets: WebSocket[] = []
  server.on('connection', (socket) => {
    sockets.push(socket)
    lines.push(serveOverWebSocket(core, socket, admission))
  })
  await new Promise((resolve) => server.once('listening', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    lines,
    sockets,
    async [Symbol.asyncDispose]() {
      for (const socket of server.clients) socket.terminate()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** A seat that speaks frames over a real socket. */
export interface SocketSeat {
  readonly end: LineEnd
  readonly socket: WebSocket
  ask<O extends AnyOperation>(operation: O, input: InputOf<O>, key?: string, again?: boolean): Promise<Reply<O>>
  /** The page closes its line. */
  close(): Promise<void>
  /** The line breaks: nobody says anything. */
  breakLine(): Promise<void>
}

/** Greets the core behind a door. */
export function seatAt(port: number, greeting: Partial<SeatGreeting> = {}): SocketSeat {
  const socket = new WebSocket(`ws://127.0.0.1:${port}`)
  socket.binaryType = 'arraybuffer'
  socket.on('error', () => undefined)
  const end = socketLine(socket as unknown as Parameters<typeof socketLine>[0], {
    contract: contractDigest(),
    program: '1.2.3',
    kind: 'test',
    ...greeting,
  })
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  return {
    end,
    socket,
    ask: (operation, input, key, again) =>
      callOver(end.link, operation, input, key === undefined ? {} : again === true ? { key, again } : { key }),
    close: () => {
      socket.close(1000)
      return closed
    },
    breakLine: () => {
      socket.terminate()
      return closed
    },
  }
}
